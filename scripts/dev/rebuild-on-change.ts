import { join } from 'node:path'
import { type FSWatcher, watch } from 'chokidar'
import { createBuilder, type ViteBuilder } from 'vite'
import { buildParts } from '../build/build-parts.ts'
import { findStale, type Part } from '../build/record.mjs'

const MODE = 'development'
const WATCHED = [
  'src-shared',
  'src-core',
  'src-mcp',
  'src-main',
  'resources/starter-standards',
  'scripts/build',
  'vite.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
]
/** An editor may write a file in two steps, and save several at once. */
const SETTLE_MS = 30

export interface RebuildOptions {
  /** The checkout. */
  readonly root: string
  /** Built one group after the other, in this order. */
  readonly groups: readonly (readonly Part[])[]
  /** Called with what was built of a group and why; the next group waits for it. */
  readonly onBuilt: (built: ReadonlyMap<Part, string>, milliseconds: number) => Promise<void>
  /** Called with why nothing could be built. */
  readonly onFailure: (message: string) => void
  /** Writes a line to stderr. */
  readonly note: (line: string) => void
}

/** Builds for debugging what is stale, now and whenever a source changes. */
export interface Rebuilds {
  /** Builds what is stale now. @throws what Vite throws */
  build(): Promise<void>
  /** Begins to watch. */
  watch(): Promise<void>
  close(): Promise<void>
}

export function createRebuilds({ root, groups, onBuilt, onFailure, note }: RebuildOptions): Rebuilds {
  let builder: ViteBuilder | null = null
  let timer: NodeJS.Timeout | undefined
  let work: Promise<void> = Promise.resolve()
  let watcher: FSWatcher | undefined

  function onChange(path: string): void {
    // Reading the configuration takes as long as building a bundle.
    if (builder?.config.configFileDependencies.includes(path.replaceAll('\\', '/'))) builder = null
    clearTimeout(timer)
    timer = setTimeout(enqueue, SETTLE_MS)
  }

  function enqueue(): void {
    work = work.then(rebuild)
  }

  async function build(parts: readonly Part[]): Promise<ReadonlyMap<Part, string>> {
    return buildParts({
      root,
      mode: MODE,
      parts,
      async builder() {
        builder ??= await createBuilder({ root, mode: MODE, logLevel: 'warn' })
        return builder
      },
      note,
    })
  }

  async function rebuild(): Promise<void> {
    try {
      for (const parts of groups) {
        if (findStale(root, MODE, parts).size === 0) continue
        const startedAt = performance.now()
        const built = await build(parts)
        await onBuilt(built, performance.now() - startedAt)
      }
    } catch (error) {
      onFailure(error instanceof Error ? error.message : String(error))
    }
  }

  return {
    async build() {
      await build(groups.flat())
    },
    async watch() {
      const { promise, resolve } = Promise.withResolvers<void>()
      watcher = watch(
        WATCHED.map((path) => join(root, path)),
        { ignoreInitial: true },
      )
      watcher.on('all', (_event, path) => onChange(path))
      watcher.once('ready', resolve)
      await promise
      // What changed before.
      enqueue()
    },
    async close() {
      clearTimeout(timer)
      await watcher?.close()
      await work
    },
  }
}
