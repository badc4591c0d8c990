import { classify } from './classify.ts'
import { readFacetWord, shownWord } from './facet-word.ts'
import { GLOB_KEYS, globsOfKeys } from './file-globs.ts'
import { titleFromPath } from './file-name.ts'
import { type FolderDefaults, NO_DEFAULTS } from './folder-defaults.ts'
import { lineOfKey, readFrontMatter } from './front-matter/front-matter.ts'
import { FORM_KEYS } from './front-matter/front-matter-fields.ts'
import { dateOfKey, listOfKey, type ReportProblem, textOfKey } from './front-matter/key-values.ts'
import { hiddenInPathProblem, hiddenProblems } from './hidden-characters.ts'
import { lineAt } from './lines.ts'
import { scanBlocks } from './markdown/scan-blocks.ts'
import type { ParsedStandard, Problem } from './standard.ts'
import { titleOf } from './title-of.ts'

const KNOWN: ReadonlySet<string> = new Set([...FORM_KEYS, 'createdAt', 'updatedAt'])

/**
 * Reads a standard from the decoded text of a file and its path in the library. Pure, and never throws: what cannot be
 * read is left out and reported in `problems`.
 * @param defaults what the folder gives where the front matter has no key
 */
export function parse(text: string, path: string, defaults: FolderDefaults = NO_DEFAULTS): ParsedStandard {
  const { data, bodyStart, problems: found } = readFrontMatter(text, path)
  const problems: Omit<Problem, 'path'>[] = found
  const report: ReportProblem = (key, code, message, remedy) => {
    problems.push({ line: lineOfKey(text, bodyStart, key), severity: 'warning', code, message, remedy })
  }
  const { sections, checklist, examples } = scanBlocks(
    text,
    bodyStart,
    bodyStart === 0 ? 1 : lineAt(text, bodyStart),
  )
  const title =
    textOfKey(data, 'title', report) || titleOf(data, text, bodyStart, sections) || titleFromPath(path)
  const has = (key: string) => Object.hasOwn(data, key) && data[key] !== null
  const tags =
    defaults.tags !== null && !has('tags') ? defaults.tags : tagsOf(listOfKey(data, 'tags', report), report)
  const description = textOfKey(data, 'description', report)
  const globs = defaults.globs !== null && !GLOB_KEYS.some(has) ? defaults.globs : globsOfKeys(data, report)
  const body = text.slice(bodyStart)
  const facets = classify({ data, path, tags, title, description, globs, examples, body, defaults })
  for (const { key, code, message, remedy } of facets.problems) report(key, code, message, remedy)
  const parsed = {
    title,
    description,
    tags,
    language: facets.language,
    domain: facets.domain,
    globs,
    createdAt: dateOfKey(data, 'createdAt', report),
    updatedAt: dateOfKey(data, 'updatedAt', report),
    extra: unknownKeys(data),
  }
  if (bodyStart > 0 && sections.length === 0) {
    problems.push({
      line: lineAt(text, bodyStart),
      severity: 'warning',
      code: 'no-text',
      message: 'There is front matter but no text below it.',
      remedy: 'Write the standard below the closing ---.',
    })
  }
  const inPath = hiddenInPathProblem(path)
  if (inPath) problems.push(inPath)
  if (!isBinary(text)) problems.push(...hiddenProblems(text))
  return { ...parsed, bodyStart, sections, checklist, examples, problems }
}

/** True when more than a twentieth of the characters stand for bytes that are no text, which is a problem of its own. */
function isBinary(text: string): boolean {
  let unreadable = 0
  for (let at = text.indexOf('\uFFFD'); at >= 0; at = text.indexOf('\uFFFD', at + 1)) unreadable++
  return unreadable * 20 > text.length
}

/** Returns the tags that are words. */
function tagsOf(texts: readonly string[], report: ReportProblem): string[] {
  const tags: string[] = []
  for (const text of texts) {
    const word = readFacetWord(text)
    if (word !== null) tags.push(word)
    else
      report(
        'tags',
        'tags-word',
        `The tag "${shownWord(text)}" is not a word, so it is left out.`,
        'Write each tag with letters, digits, + # . _ and -, in at most 40 characters, such as code-review.',
      )
  }
  return [...new Set(tags)]
}

function unknownKeys(data: Record<string, unknown>): Record<string, unknown> {
  const extra: Record<string, unknown> = Object.create(null)
  for (const key of Object.keys(data)) if (!KNOWN.has(key)) extra[key] = data[key]
  return extra
}
