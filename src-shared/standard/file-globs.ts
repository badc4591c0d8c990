import { listOfKey, type ReportProblem } from './front-matter/key-values.ts'

/** The keys that name the files of a standard: Cursor `globs`, Copilot `applyTo`, Claude `paths`, Kiro `fileMatchPattern`, Windsurf `glob`. */
export const GLOB_KEYS = ['globs', 'applyTo', 'paths', 'fileMatchPattern', 'glob'] as const

export type GlobKey = (typeof GLOB_KEYS)[number]

/** Returns the globs of a standard's front matter, of every dialect, without duplicates. */
export function globsOfKeys(data: Record<string, unknown>, report: ReportProblem): string[] {
  return [...new Set(GLOB_KEYS.flatMap((key) => listOfKey(data, key, report)))]
}
