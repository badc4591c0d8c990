import { existsSync } from 'node:fs'
import type { ConfigProblem, StartCommand } from '../../../src-shared/contract/clients.ts'
import { describeError, PlumblineError } from '../../../src-shared/contract/errors.ts'
import { readConfig } from '../formats/config-document.ts'
import type { ClientProfile, ConfigLocation } from '../table/client-profile.ts'
import type { Machine } from '../table/machine.ts'
import type { FileOps } from '../write/file-ops.ts'
import { readBytes } from '../write/replace-file.ts'
import { compareEntry, type EntryState, libraryOfStart, startOf } from './entry.ts'

/** The entry that one configuration file of a client holds. */
export interface FileInspection {
  readonly location: ConfigLocation
  readonly kind: EntryState | 'absent' | 'broken'
  /** The command of the entry; `null` when it has none. */
  readonly start: (StartCommand & { readonly env: Record<string, string> }) | null
  readonly problem: ConfigProblem | null
  /** True when the entry names another library than the one for which this Plumbline was started. */
  readonly otherLibrary?: boolean
}

/** The configuration locations of a client that is installed on this machine. One per installed build. */
export function existingLocations(machine: Machine, client: ClientProfile): readonly ConfigLocation[] {
  return client.locations(machine).filter((location) => location.signs.some((sign) => existsSync(sign)))
}

/** Reads one configuration file. Never throws: a file that cannot be read is `broken`. */
export function inspectFile(
  location: ConfigLocation,
  client: ClientProfile,
  accepted: readonly StartCommand[],
  files: FileOps,
): FileInspection {
  const broken = (problem: ConfigProblem): FileInspection => ({
    location,
    kind: 'broken',
    start: null,
    problem,
  })
  let bytes: Uint8Array | null
  try {
    bytes = readBytes(location.file, files)
  } catch (error) {
    const remedy = error instanceof PlumblineError ? error.remedy : ''
    const message = error instanceof PlumblineError ? error.message : describeError(error)
    return broken({ file: location.file, line: null, column: null, message, remedy })
  }
  const config = readConfig(bytes, client)
  if ('kind' in config) return broken(problemAt(location.file, config))
  if (config.entry === undefined) return { location, kind: 'absent', start: null, problem: null }
  const start = startOf(config.entry)
  const library = libraryOfStart(accepted[0] ?? { args: [] })
  return {
    location,
    kind: compareEntry(config.entry, accepted),
    start,
    problem: null,
    otherLibrary: library !== null && start !== null && libraryOfStart(start) !== library,
  }
}

/** The problem with its file, as the window and the terminal show it. */
export function problemAt(
  file: string,
  broken: { readonly line: number; readonly column: number; readonly message: string },
): ConfigProblem {
  return {
    file,
    line: broken.line,
    column: broken.column,
    message: broken.message,
    remedy: 'Nothing was written. Repair the file, then check again.',
  }
}
