import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Gap } from '../../../src-shared/contract/activity.ts'
import type { Library } from '../../library/library.ts'
import type { GapAnswer, GapAnswers, GapAnswersOptions } from '../activity.ts'

// Each costs one or more queries of the index.
const MAX_REPLAYED = 100
// While a library is indexed for the first time, the index changes twice a second.
const DEBOUNCE_MS = 600
const UNANSWERED: GapAnswer = { answered: false, nearest: null }

/** Replays gaps one after the other, and caches the answers for a generation of the index. */
export class ReplayedGaps implements GapAnswers {
  readonly #options: GapAnswersOptions
  /** By id of the gap. */
  readonly #answers = new Map<string, GapAnswer>()
  readonly #listeners = new Set<() => void>()
  readonly #unsubscribe: () => void
  #answeredIds: ReadonlySet<string> = new Set()
  #generation = -1
  #timer: NodeJS.Timeout | undefined
  #isClosed = false

  constructor(options: GapAnswersOptions) {
    this.#options = options
    this.#unsubscribe = options.onChange(() => this.#replaySoon())
    this.#replaySoon()
  }

  of(gap: Gap): Promise<GapAnswer> {
    return this.#answerTo(gap).catch(() => UNANSWERED)
  }

  isAnswered(id: string): boolean {
    return this.#answeredIds.has(id)
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  close(): void {
    this.#isClosed = true
    clearTimeout(this.#timer)
    this.#unsubscribe()
    this.#listeners.clear()
  }

  async #answerTo(gap: Gap): Promise<GapAnswer> {
    const { library, replay } = this.#options
    const { generation } = library.facets()
    if (generation !== this.#generation) {
      this.#answers.clear()
      this.#generation = generation
    }
    const cached = this.#answers.get(gap.id)
    if (cached) return cached
    // The arguments were not recorded, and a tool without arguments returns everything.
    if (Object.keys(gap.args).length === 0) return UNANSWERED
    await nextTurn()
    const found = await replay(gap.tool, gap.args)
    const answer = {
      answered: found !== null,
      nearest: found === null || found === '' ? nearestTo(gap, library) : found,
    }
    if (this.#generation === generation) this.#answers.set(gap.id, answer)
    return answer
  }

  #replaySoon(): void {
    clearTimeout(this.#timer)
    // A gap that cannot be replayed now is replayed after the next change.
    this.#timer = setTimeout(() => void this.#replayAll().catch(() => {}), DEBOUNCE_MS)
    this.#timer.unref()
  }

  async #replayAll(): Promise<void> {
    const answeredIds = new Set<string>()
    for (const gap of this.#options.gaps().slice(0, MAX_REPLAYED)) {
      if (this.#isClosed) return
      if ((await this.#answerTo(gap)).answered) answeredIds.add(gap.id)
    }
    if (isSameSet(answeredIds, this.#answeredIds)) return
    this.#answeredIds = answeredIds
    for (const listener of [...this.#listeners]) listener()
  }
}

function isSameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((id) => b.has(id))
}

/** Id of the standard nearest to the arguments of a gap; `null` when there is none. */
function nearestTo({ args }: Gap, library: Library): string | null {
  const textOf = (name: string) => (typeof args[name] === 'string' ? args[name] : '')
  const id = textOf('id')
  if (id !== '') return library.nearestIds(id, 1)[0]?.id ?? null
  const query = textOf('query')
  if (query !== '') return library.search(query, {}, 1).hits[0]?.id ?? null
  const topic = library.findByTopic(textOf('language'), textOf('domain'))
  return (topic.found ?? topic.nearest[0])?.id ?? null
}
