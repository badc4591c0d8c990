import type { ClientsChange } from '../../src-core/clients/clients.ts'
import type { ErrorGroup } from '../../src-shared/contract/activity.ts'

/** Something that the user should hear of while the window is closed. */
export interface Notice {
  readonly title: string
  readonly body: string
  /** Where in the window a click leads. */
  readonly path: string
}

/** Turns what happens into notices: few, and none twice. */
export interface NotificationThrottle {
  connections(news: readonly ClientsChange[]): void
  /** @param groups those that nobody acknowledged */
  errors(groups: readonly ErrorGroup[]): void
  close(): void
}

export interface NotificationThrottleOptions {
  readonly show: (notice: Notice) => void
  /** Asked each time. */
  readonly isWanted: () => boolean
  /** Milliseconds between two notices of a kind. What happens meanwhile is told in one. */
  readonly pause?: number
}

const PAUSE_MS = 5 * 60_000
/** Problems come in bunches: one save, one pull. */
const GATHER_MS = 2_000
const LOST = ['lost', 'changed', 'broken'] as const

export function createNotificationThrottle({
  show,
  isWanted,
  pause = PAUSE_MS,
}: NotificationThrottleOptions): NotificationThrottle {
  const lost = createTopic(pause, (names: ReadonlySet<string>) => {
    const [name] = names
    if (isWanted())
      show({
        title:
          names.size === 1
            ? `${name} no longer reaches Plumbline`
            : `${names.size} clients no longer reach Plumbline`,
        body:
          names.size === 1
            ? 'Its entry was lost or changed. Click to mend it.'
            : `${[...names].join(', ')}. Click to mend them.`,
        path: '/connections',
      })
  })
  const problems = createTopic(pause, (titles: ReadonlySet<string>) => {
    const [title = ''] = titles
    if (isWanted())
      show({
        title: titles.size === 1 ? 'A standard has a problem' : `${titles.size} standards have problems`,
        body: titles.size === 1 ? title : `${title}, and more. Click to see them.`,
        path: '/errors?source=index',
      })
  })
  /** Groups that were there before, or were told. */
  let known: ReadonlySet<string> | null = null
  return {
    connections(news) {
      for (const { card, before } of news) {
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

/** Gathers what belongs together and tells it once, at most once in a while. */
function createTopic(pause: number, tell: (subjects: ReadonlySet<string>) => void) {
  let waiting = new Set<string>()
  let toldAt = Number.NEGATIVE_INFINITY
  let timer: NodeJS.Timeout | undefined
  function flush(): void {
    timer = undefined
    if (waiting.size === 0) return
    const subjects = waiting
    waiting = new Set()
    toldAt = performance.now()
    tell(subjects)
  }
  return {
    add(subject: string): void {
      waiting.add(subject)
      const gather = Math.min(GATHER_MS, pause)
      timer ??= setTimeout(flush, Math.max(gather, toldAt + pause - performance.now()))
      timer.unref()
    },
    /** It is over before it was told. */
    drop: (subject: string) => void waiting.delete(subject),
    close: () => clearTimeout(timer),
  }
}
