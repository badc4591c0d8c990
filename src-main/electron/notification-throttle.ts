import type { ErrorGroup } from '../../src-shared/contract/activity.ts'
import type { ClientsChange } from '../../src-shared/contract/clients.ts'

/** A notification for the user while the window is closed. */
export interface Notice {
  readonly title: string
  readonly body: string
  /** The path in the window that a click opens. */
  readonly path: string
}

/** Groups events into a few notifications, and shows none twice. */
export interface NotificationThrottle {
  connections(changes: readonly ClientsChange[]): void
  /** @param groups the error groups that are not acknowledged */
  errors(groups: readonly ErrorGroup[]): void
  close(): void
}

export interface NotificationThrottleOptions {
  readonly show: (notice: Notice) => void
  /** Called before each notification. */
  readonly isWanted: () => boolean
  /** Milliseconds between two notifications of one topic. Events in between are joined into one notification. */
  readonly pauseMs?: number
}

const PAUSE_MS = 5 * 60_000
/** One save or one pull often causes several problems; they are joined when they are this close. */
const DELAY_MS = 2_000
const LOST = ['lost', 'changed', 'broken'] as const

export function createNotificationThrottle({
  show,
  isWanted,
  pauseMs = PAUSE_MS,
}: NotificationThrottleOptions): NotificationThrottle {
  const lost = createTopic(pauseMs, (names: ReadonlySet<string>) => {
    const [name] = names
    if (isWanted())
      show({
        title:
          names.size === 1
            ? `${name} no longer reaches Plumbline`
            : `${names.size} clients no longer reach Plumbline`,
        body:
          names.size === 1
            ? 'Its entry was lost or changed. Click to repair it.'
            : `${[...names].join(', ')}. Click to repair them.`,
        path: '/connections',
      })
  })
  const problems = createTopic(pauseMs, (titles: ReadonlySet<string>) => {
    const [title = ''] = titles
    if (isWanted())
      show({
        title: titles.size === 1 ? 'A standard has a problem' : `${titles.size} standards have problems`,
        body: titles.size === 1 ? title : `${title}, and more. Click to see them.`,
        path: '/errors?source=index',
      })
  })
  /** Ids of the groups that existed at the start or were notified. */
  let known: ReadonlySet<string> | null = null
  return {
    connections(changes) {
      for (const { card, before } of changes) {
        const isLost = LOST.some((state) => state === card.state)
        if (isLost && card.state !== before && card.attention) lost.add(card.name)
        if (!isLost) lost.drop(card.name)
      }
    },
    errors(groups) {
      const ofIndex = groups.filter(({ source }) => source === 'index')
      if (known !== null)
        for (const { id, title, where } of ofIndex) if (!known.has(id)) problems.add(`${where}: ${title}`)
      known = new Set(ofIndex.map(({ id }) => id))
    },
    close() {
      lost.close()
      problems.close()
    },
  }
}

/** Collects the subjects of one topic and passes them to `notify` together, at most once in `pauseMs`. */
function createTopic(pauseMs: number, notify: (subjects: ReadonlySet<string>) => void) {
  let waiting = new Set<string>()
  let notifiedAt = Number.NEGATIVE_INFINITY
  let timer: NodeJS.Timeout | undefined
  function flush(): void {
    timer = undefined
    if (waiting.size === 0) return
    const subjects = waiting
    waiting = new Set()
    notifiedAt = performance.now()
    notify(subjects)
  }
  return {
    add(subject: string): void {
      waiting.add(subject)
      const delay = Math.min(DELAY_MS, pauseMs)
      timer ??= setTimeout(flush, Math.max(delay, notifiedAt + pauseMs - performance.now()))
      timer.unref()
    },
    /** Removes a subject whose condition cleared before its notification was sent. */
    drop: (subject: string) => void waiting.delete(subject),
    close: () => clearTimeout(timer),
  }
}
