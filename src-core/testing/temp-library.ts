import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CoreOptions } from '../app/create-core.ts'
import { createHostCore, type HostCore } from '../app/create-host-core.ts'
import type { RuntimePaths } from '../base/runtime-paths.ts'

/** A home and a library in a temporary folder, and the cores that a test opens on them. */
export interface TempLibrary {
  /** Holds both, and whatever else a test needs beside them. */
  readonly folder: string
  readonly home: string
  readonly root: string
  /** What the cores logged, `level message`. */
  readonly logged: readonly string[]
  /** The absolute path of a file in the library. */
  path(name: string): string
  write(name: string, content: string | Uint8Array): void
  rename(from: string, to: string): void
  remove(name: string): void
  openCore(options?: Partial<Pick<CoreOptions, 'library' | 'home' | 'indexes'>>): HostCore
  closeCores(): Promise<void>
  /** Closes the cores that are still open and deletes everything. */
  close(): Promise<void>
}

/** The engine's parts as they lie in the checkout; the Node that runs the tests reads TypeScript as it is. */
export const SOURCE_PATHS: RuntimePaths = {
  indexerWorker: join(import.meta.dirname, '../library/watch/worker.ts'),
  configWorker: join(import.meta.dirname, '../clients/plan/config-worker.ts'),
  starterStandards: join(import.meta.dirname, '../../resources/starter-standards'),
}

export function makeTempLibrary(files: Readonly<Record<string, string | Uint8Array>> = {}): TempLibrary {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-core-'))
  const home = join(folder, 'home')
  const root = join(folder, 'library')
  const cores: HostCore[] = []
  const logged: string[] = []
  const path = (name: string) => join(root, name)

  async function closeCores(): Promise<void> {
    for (const core of cores) await core.close()
  }

  function write(name: string, content: string | Uint8Array): void {
    mkdirSync(dirname(path(name)), { recursive: true })
    writeFileSync(path(name), content)
  }

  mkdirSync(root)
  for (const [name, content] of Object.entries(files)) write(name, content)
  return {
    folder,
    home,
    root,
    logged,
    path,
    write,
    rename: (from, to) => renameSync(path(from), path(to)),
    remove: (name) => rmSync(path(name), { recursive: true, force: true }),
    openCore(options = {}) {
      const core = createHostCore({
        home,
        library: root,
        log: (level, message) => void logged.push(`${level} ${message}`),
        paths: SOURCE_PATHS,
        ...options,
      })
      cores.push(core)
      return core
    },
    closeCores,
    async close() {
      await closeCores()
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** How long a test waits for a condition before it fails, in milliseconds: far beyond what a busy machine takes. */
export const LIMIT_MS = 60_000

/**
 * Waits until `check` returns something true, and returns it; an error that it throws counts as "not yet".
 * @throws the last error, or one that shows the last value, after `ms` milliseconds
 */
export async function eventually<T>(check: () => T | Promise<T>, ms = LIMIT_MS): Promise<NonNullable<T>> {
  const until = Date.now() + ms
  for (;;) {
    let last: unknown
    try {
      const value = await check()
      if (value) return value as NonNullable<T>
      last = new Error(`Still ${String(value)} after ${ms} ms: ${check}`)
    } catch (error) {
      last = error
    }
    if (Date.now() > until) throw last
    await sleep(20)
  }
}
