import type { Library } from '../../src-core/library/library.ts'
import type { StandardFilter, StandardSummary } from '../../src-shared/contract/library.ts'
import { resolveFilter } from '../tools/resolve-words.ts'

/** What a prompt builds on. */
export interface Chosen {
  readonly standards: readonly StandardSummary[]
  /** What was asked for, in the library's own words: `testing in python`, `python, tagged "api"`. */
  readonly topic: string
}

/** More than this cannot be attached, nor followed at once. */
const MAX_STANDARDS = 40
/** How many are looked at to find the best. */
const MAX_LOOKED_AT = 500

/**
 * The standards on a language, a subject or a tag, best first: those that `get_stdlib` would answer with, then those
 * for this very language, then those for every language.
 * @throws ToolFailure listing what there is, when a word means nothing to the library
 */
export function chooseStandards(library: Library, words: StandardFilter): Chosen {
  const filter = resolveFilter(library, words)
  const { language, domain } = filter
  const chosen = new Map<string, StandardSummary>()
  if (language !== undefined && domain !== undefined && filter.tag === undefined) {
    const topic = library.findByTopic(language, domain)
    for (const one of [...(topic.found ? [topic.found] : []), ...topic.also]) chosen.set(one.id, one)
  }
  const all = library.list(filter, null, MAX_LOOKED_AT).items
  const own = all.filter((one) => one.language !== null)
  for (const one of [...own, ...all]) if (!chosen.has(one.id)) chosen.set(one.id, one)
  return { standards: [...chosen.values()].slice(0, MAX_STANDARDS), topic: describeTopic(filter) }
}

function describeTopic({ language, domain, tag }: StandardFilter): string {
  const subject = [domain, language].filter((word) => word !== undefined).join(' in ')
  const tagged = tag === undefined ? '' : `tagged "${tag}"`
  return [subject, tagged].filter((part) => part !== '').join(', ')
}
