import { readdirSync } from 'node:fs'
import type { Topic } from '../../../src-shared/contract/library.ts'
import { classify } from '../../../src-shared/standard/classify.ts'
import { stemOf } from '../../../src-shared/standard/file-name.ts'

/** A server's first answer waits for this. */
const MAX_FILES = 500
const MAX_DEPTH = 3
const STANDARD_NAME = /\.(?:md|mdc|markdown)$/i

/**
 * Returns the languages and domains that the names of folders and files suggest, commonest first, without reading a file: for the
 * start of a server whose library has not been indexed yet.
 * @param roots the first one that has standards is taken
 */
export function guessTopics(roots: readonly string[]): Topic[] {
  for (const root of roots) {
    const paths: string[] = []
    collect(root, '', MAX_DEPTH, paths)
    const topics = topicsOf(paths)
    if (topics.length > 0) return topics
  }
  return []
}

function collect(root: string, folder: string, depth: number, paths: string[]): void {
  for (const entry of entriesOf(`${root}/${folder}`)) {
    if (paths.length >= MAX_FILES) return
    if (entry.name.startsWith('.')) continue
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (entry.isDirectory()) {
      if (depth > 1) collect(root, path, depth - 1, paths)
    } else if (STANDARD_NAME.test(entry.name)) paths.push(path)
  }
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}

function topicsOf(paths: readonly string[]): Topic[] {
  const counts = new Map<string, Topic>()
  for (const path of paths) {
    const facets = classify({ data: {}, path, tags: [], title: stemOf(path) })
    const language = facets.language?.value ?? null
    const domain = facets.domain?.value ?? null
    if (language === null && domain === null) continue
    const key = JSON.stringify([language, domain])
    counts.set(key, { language, domain, standards: (counts.get(key)?.standards ?? 0) + 1 })
  }
  return [...counts.values()].sort((a, b) => b.standards - a.standards)
}
