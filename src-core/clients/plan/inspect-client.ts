import { existsSync } from 'node:fs'
import type { ConfigProblem } from '../../../src-shared/contract/clients.ts'
import { describeError, PlumblineError } from '../../../src-shared/contract/errors.ts'
import { readConfig } from '../formats/config-document.ts'
import type { ClientProfile, ConfigLocation, StartCommand } from '../table/client-profile.ts'
import type { Machine } from '../table/machine.ts'
import type { FileOps } from '../write/file-ops.ts'
import { readBytes } from '../write/replace-file.ts'
import { compareEntry, type EntryState, startOf } from './entry.ts'

/** What one file of a client says of us. */
export interface FileInspection {
  readonly place: ConfigLocation
  readonly kind: EntryState | 'absent' | 'broken'
  /** What the entry starts, when it has a command. */
  readonly start: (StartCommand & { readonly env: Record<string, string> }) | null
  readonly problem: ConfigProblem | null
}

/** The installations of a client that this machine has. */
export function existingLocations(machine: Machine, client: ClientProfile): readonly ConfigLocation[] {
  return client.places(machine).filter((place) => place.signs.some((sign) => existsSync(sign)))
}

/** Reads one file. Never throws: what cannot be read is broken. */
export function inspectFile(
  place: ConfigLocation,
  client: ClientProfile,
  fine: readonly StartCommand[],
  files: FileOps,
): FileInspection {
  const broken = (problem: ConfigProblem): FileInspection => ({ place, kind: 'broken', start: null, problem })
  let bytes: Uint8Array | null
  try {
    bytes = readBytes(place.file, files)
  } catch (error) {
    const remedy = error instanceof PlumblineError ? error.remedy : ''
    const message = error instanceof PlumblineError ? error.message : describeError(error)
    return broken({ file: place.file, line: null, column: null, message, remedy })
  }
  const config = readConfig(bytes, client)
  if ('kind' in config) return broken(problemAt(place.file, config))
  if (config.entry === undefined) return { place, kind: 'absent', start: null, problem: null }
  return {
    place,
    kind: compareEntry(config.entry, fine),
    start: startOf(config.entry),
    problem: null,
  }
}

/** As the window and the terminal say it. */
export function problemAt(
  file: string,
  broken: { readonly line: number; readonly column: number; readonly message: string },
): ConfigProblem {
  return {
    file,
    line: broken.line,
    column: broken.column,
    message: broken.message,
    remedy: 'Nothing was written. Mend the file, then check again.',
  }
}
