import { statSync } from 'node:fs'
import type { StartCommand } from '../../../src-shared/contract/clients.ts'
import { describeError } from '../../../src-shared/contract/errors.ts'
import type { Logger } from '../../base/log.ts'
import type { ClientProfile, ConfigLocation } from '../table/client-profile.ts'
import { NODE_FILES } from '../write/file-ops.ts'
import { type ConfigThread, MIN_THREAD_BYTES } from './config-thread.ts'
import { type FileInspection, inspectFile } from './inspect-client.ts'

interface KnownFile {
  signature: string
  inspection: FileInspection
  /** How long the last reading took, in milliseconds, and when it ended. */
  took: number
  readAt: number
  /** The reading that is planned or under way. */
  pending: boolean
}

/** A large file is read again after this many times as long as its last reading took: 1 % of a core. */
const REST_FACTOR = 100
/** The shortest time between two readings. A change after a quiet time is read at once. */
const MIN_REST_MS = 5_000

export interface InspectionsDeps {
  readonly startCommands: readonly StartCommand[]
  readonly thread: ConfigThread
  /** Called after a large file was read in the background. */
  readonly changed: () => void
  readonly log: Logger
}

/**
 * The entries of configuration files. A file is read again only when its size, time or inode has changed. A large file that some
 * program rewrites all the time is read by the thread, and not more often than that costs 1 % of a core; until then the last
 * known state is returned.
 */
export class Inspections {
  readonly #deps: InspectionsDeps
  readonly #files = new Map<string, KnownFile>()

  constructor(deps: InspectionsDeps) {
    this.#deps = deps
  }

  /** The state of the file; of a large one that has changed, the last known state. */
  of(location: ConfigLocation, client: ClientProfile): FileInspection {
    const { signature, size } = signatureOf(location.file)
    const key = `${client.id} ${location.file}`
    const known = this.#files.get(key)
    if (known?.signature === signature) return { ...known.inspection, location }
    if (!known || size < MIN_THREAD_BYTES || !this.#deps.thread.isAvailable) {
      const startedAt = performance.now()
      const inspection = inspectFile(location, client, this.#deps.startCommands, NODE_FILES)
      const took = performance.now() - startedAt
      this.#files.set(key, { signature, inspection, took, readAt: performance.now(), pending: false })
      return inspection
    }
    this.#readLater(known, location, client)
    return { ...known.inspection, location }
  }

  /** Reads a file again now if it has changed, for example because Plumbline wrote it. */
  async refresh(location: ConfigLocation, client: ClientProfile): Promise<void> {
    const known = this.#files.get(`${client.id} ${location.file}`)
    if (known && known.signature !== signatureOf(location.file).signature)
      await this.#read(known, location, client)
  }

  #readLater(known: KnownFile, location: ConfigLocation, client: ClientProfile): void {
    if (known.pending) return
    known.pending = true
    const wait = Math.max(
      0,
      known.readAt + Math.max(MIN_REST_MS, known.took * REST_FACTOR) - performance.now(),
    )
    const timer = setTimeout(() => {
      this.#read(known, location, client)
        .then(() => this.#deps.changed())
        .catch((error) =>
          this.#deps.log('warn', `${location.file} could not be read: ${describeError(error)}`),
        )
        .finally(() => {
          known.pending = false
        })
    }, wait)
    timer.unref()
  }

  async #read(known: KnownFile, location: ConfigLocation, client: ClientProfile): Promise<void> {
    const { signature, size } = signatureOf(location.file)
    const startedAt = performance.now()
    const task = { kind: 'inspect', client: client.id, location, accepted: this.#deps.startCommands } as const
    known.inspection = await this.#deps.thread.run(task, size)
    known.signature = signature
    known.took = performance.now() - startedAt
    known.readAt = performance.now()
  }
}

function signatureOf(file: string): { readonly signature: string; readonly size: number } {
  const stats = statSync(file, { throwIfNoEntry: false, bigint: true })
  if (!stats) return { signature: '-', size: 0 }
  const { mtimeNs, ctimeNs, size, ino, mode } = stats
  return { signature: `${mtimeNs} ${ctimeNs} ${size} ${ino} ${mode}`, size: Number(size) }
}
