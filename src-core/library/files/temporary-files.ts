import { lstatSync, unlinkSync } from 'node:fs'
import { newId } from '../../base/new-id.ts'

const NAME = /^\.plumbline-([0-9a-z]{8,9})-[0-9a-z]+-[0-9a-z]+\.tmp$/
const MAX_AGE_MS = 24 * 60 * 60_000

/** The name of a new temporary file beside a standard. It holds the time, because an exchanged file keeps its own. */
export function temporaryName(): string {
  return `.plumbline-${newId()}.tmp`
}

/** True for the names that {@link temporaryName} makes. */
export function isTemporaryName(name: string): boolean {
  return NAME.test(name)
}

/**
 * Deletes temporary files that a crash left more than a day ago. Only regular files; one that cannot be deleted stays.
 * @param files paths with a name of {@link temporaryName}
 */
export function tidyTemporaryFiles(files: readonly string[], now: number): void {
  for (const file of files) {
    const created = Number.parseInt(NAME.exec(file.slice(file.lastIndexOf('.plumbline-')))?.[1] ?? '', 36)
    if (!(now - created > MAX_AGE_MS)) continue
    try {
      if (lstatSync(file).isFile()) unlinkSync(file)
    } catch {
      // The folder may be read-only; the file does no harm.
    }
  }
}
