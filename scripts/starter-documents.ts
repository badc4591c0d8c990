import { STARTER_FILES } from '../e2e/testing/starter-files.ts'
import { parse } from '../src-shared/standard/parse.ts'
import type { ParsedStandard } from '../src-shared/standard/standard.ts'

/** A starter standard with what its parser reads from it. */
export interface StarterDocument {
  readonly id: string
  readonly text: string
  /** The text after the front matter. */
  readonly body: string
  readonly parsed: ParsedStandard
}

/** A fenced block of a starter standard. */
export interface StarterBlock {
  /** Names the block in messages and files: `python/testing.md:52`. */
  readonly name: string
  readonly id: string
  readonly language: string
  readonly code: string
}

/** Every starter standard, ordered by id. */
export const STARTER_DOCUMENTS: readonly StarterDocument[] = Object.entries(STARTER_FILES)
  .sort(([a], [b]) => a.localeCompare(b))
  .map(([id, text]) => {
    const parsed = parse(text, id)
    return { id, text, body: text.slice(parsed.bodyStart), parsed }
  })

/** Every fenced block of the starter standards. */
export const STARTER_BLOCKS: readonly StarterBlock[] = STARTER_DOCUMENTS.flatMap(({ id, text, parsed }) =>
  parsed.examples.map(({ language, line, start, stop }) => ({
    name: `${id}:${line}`,
    id,
    language,
    code: text.slice(start, stop),
  })),
)

/** The rules of a starter standard: its list items, checklist and code left out. */
export function rulesOf({ body }: StarterDocument): readonly string[] {
  const prose = body.replace(/^```.*?^```$/gms, '')
  return [...prose.matchAll(/^(?:-|\d+\.) (?!\[[ x]\])(.+)$/gm)].map(([, rule = '']) => rule)
}
