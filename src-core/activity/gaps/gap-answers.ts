import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Gap } from '../../../src-shared/contract/activity.ts'
import type { Library } from '../../library/library.ts'
import type { Activity } from '../activity.ts'
import { startOfDays } from '../insights/insights-handlers.ts'

/** What the library has to do with a gap now. */
interface GapAnswer {
  /** The same question would find something by now. */
  readonly answered: boolean
  /** The standard that answers it, else the one that comes closest. */
  readonly nearest: string | null
}

/** Asks the questions of gaps again, each once a generation of the index. */
export interface GapAnswers {
  of(gap: Gap): Promise<GapAnswer>
  /** True for a gap that is known to be answered; one that was not asked again yet is not. */
  isAnswered(id: string): boolean
  /** Called when other gaps are answered than before. Returns what ends it. */
  onChange(listener: () => void): () => void
  close(): void
}

export interface GapAnswersOptions {
  readonly library: Library
  /** The gaps that count, most often asked first. */
  readonly gaps: () => readonly Gap[]
  /** Asks a tool as a client would, and leaves no trace: the standard that it found, `''` when it found several, else `null`. */
  readonly askAgain: (tool: string, args: unknown) => Promise<string | null>
  /** Tells when the index or the gaps changed; returns what ends it. */
  readonly onNews: (listener: () => void) => () => void
}

// Each is a question to the index, or a few.
const MOST = 100
// A library that is read for the first time changes twice a second.
const QUIET_MS = 600
const DAYS = 14
const NOTHING: GapAnswer = { answered: false, nearest: null }

/** Keeps up with the news by itself, a question at a time, so that counts can leave out what was written meanwhile. */
export function createGapAnswers({ library, gaps, askAgain, onNews }: GapAnswersOptions): GapAnswers {
  const known = new Map<string, GapAnswer>()
  const listeners = new Set<() => void>()
  let answered: ReadonlySet<string> = new Set()
  let generation = -1
  let timer: NodeJS.Timeout | undefined
  let closed = false

  async function of(gap: Gap): Promise<GapAnswer> {
    const now = library.facets().generation
    if (now !== generation) {
      known.clear()
      generation = now
    }
    const before = known.get(gap.id)
    if (before) return before
    // Without bodies the question was not kept, and a tool that is asked nothing answers with everything.
    if (Object.keys(gap.args).length === 0) return NOTHING
    await nextTurn()
    const found = await askAgain(gap.tool, gap.args)
    const answer = {
      answered: found !== null,
      nearest: found === null || found === '' ? nearestTo(gap, library) : found,
    }
    if (generation === now) known.set(gap.id, answer)
    return answer
  }

  async function keepUp(): Promise<void> {
    const next = new Set<string>()
    for (const gap of gaps().slice(0, MOST)) {
      if (closed) return
      if ((await of(gap)).answered) next.add(gap.id)
    }
    const isSame = next.size === answered.size && [...next].every((id) => answered.has(id))
    if (isSame) return
    answered = next
    for (const listener of [...listeners]) listener()
  }

  function keepUpSoon(): void {
    clearTimeout(timer)
    // What cannot be asked now is asked with the next news.
    timer = setTimeout(() => void keepUp().catch(() => {}), QUIET_MS)
    timer.unref()
  }

  const stop = onNews(keepUpSoon)
  keepUpSoon()
  return {
    of: (gap) => of(gap).catch(() => NOTHING),
    isAnswered: (id) => answered.has(id),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close() {
      closed = true
      clearTimeout(timer)
      stop()
      listeners.clear()
    },
  }
}

/** The gaps that count: those of the last days that nobody dismissed. @throws PlumblineError `activity-unavailable` */
export function openGaps(activity: Pick<Activity, 'gaps'>): readonly Gap[] {
  return activity.gaps({ from: startOfDays(DAYS), dismissed: false })
}

/** The standard that comes closest to what was asked for; `null` when none does. */
function nearestTo({ args }: Gap, library: Library): string | null {
  const word = (name: string) => (typeof args[name] === 'string' ? args[name] : '')
  if (word('id') !== '') return library.nearestIds(word('id'), 1)[0]?.id ?? null
  if (word('query') !== '') return nearestToQuery(word('query'), library)
  const topic = library.findByTopic(word('language'), word('domain'))
  const { nearest } = topic
  const near =
    topic.found ??
    nearest.find(({ domain }) => domain === topic.domain) ??
    nearest.find(({ language }) => language === topic.language) ??
    nearest[0]
  return near?.id ?? null
}

/** The whole question found nothing, so its words are asked one by one, the longest first. */
function nearestToQuery(query: string, library: Library): string | null {
  const words = query.split(/[^\p{L}\p{N}_]+/u).filter((word) => word.length > 2)
  const tries = [query, ...words.sort((a, b) => b.length - a.length).slice(0, 3)]
  for (const text of tries) {
    const [hit] = library.search(text, {}, 1).hits
    if (hit) return hit.id
  }
  return null
}
