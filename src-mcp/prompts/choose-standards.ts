import type { Library } from '../../src-core/library/library.ts'
import type { StandardFilter, StandardSummary } from '../../src-shared/contract/library.ts'
import { resolveFilter } from '../tools/resolve-words.ts'

/** The standards that a prompt attaches. */
export interface ChosenStandards {
  readonly standards: readonly StandardSummary[]
  /** The filter in the library's own words: `testing in python`, `python, tagged "api"`. */
  readonly topic: string
}

/** A model cannot follow more at once. */
const MAX_STANDARDS = 40
/** The candidates that the best are chosen from. */
const MAX_CANDIDATES = 500

/**
 * The standards on a language, a subject or a tag, best first: those that `get_stdlib` would answer with, then those
 * for this language, then those for every language.
 * @throws ToolFailure with the known words, when the library does not know one
 */
export function chooseStandards(library: Library, words: StandardFilter): ChosenStandards {
  const filter = resolveFilter(library, words)
  const { language, domain } = filter
  const chosen = new Map<string, StandardSummary>()
  if (language !== undefined && domain !== undefined && filter.tag === undefined) {
    const topic = library.findByTopic(language, domain)
    for (const standard of [...(topic.found ? [topic.found] : []), ...topic.also])
      chosen.set(standard.id, standard)
  }
  const all = library.list(filter, null, MAX_CANDIDATES).items
  const ofLanguage = all.filter((standard) => standard.language !== null)
  for (const standard of [...ofLanguage, ...all])
    if (!chosen.has(standard.id)) chosen.set(standard.id, standard)
  return { standards: [...chosen.values()].slice(0, MAX_STANDARDS), topic: describeTopic(filter) }
}

function describeTopic({ language, domain, tag }: StandardFilter): string {
  const subject = [domain, language].filter((word) => word !== undefined).join(' in ')
  const tagged = tag === undefined ? '' : `tagged "${tag}"`
  return [subject, tagged].filter((part) => part !== '').join(', ')
}
