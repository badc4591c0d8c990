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
/** Milliseconds without a change before a rebuild, because an editor may write a file in two steps and save several at once. */
const SETTLE_MS = 30

export interface RebuildOptions {
  /** The checkout. */
  readonly root: string
  /** The groups of parts in the order in which they are built. */
  readonly groups: readonly (readonly Part[])[]
  /** Called with the built parts of a group and the reasons. The next group waits for it. */
  readonly onBuilt: (built: ReadonlyMap<Part, string>, milliseconds: number) => Promise<void>
  /** Called with the error of a failed build. */
  readonly onFailure: (message: string) => void
  /** Writes a line to stderr. */
  readonly note: (line: string) => void
}

/** Builds stale parts for debugging, on demand and when a source changes. */
export interface Rebuilds {
  /** Builds the stale parts. @throws the error of Vite when a source cannot be built */
  build(): Promise<void>
  /** Starts watching the sources. */
  watch(): Promise<void>
  close(): Promise<void>
}

export function createRebuilds({ root, groups, onBuilt, onFailure, note }: RebuildOptions): Rebuilds {
  let builder: ViteBuilder | null = null
  let timer: NodeJS.Timeout | undefined
  let work: Promise<void> = Promise.resolve()
  let watcher: FSWatcher | undefined

  function onChange(path: string): void {
    // The configuration is read again only when it changed, because that takes as long as building a bundle.
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
      // For changes before the watcher was ready.
      enqueue()
    },
    async close() {
      clearTimeout(timer)
      await watcher?.close()
      await work
    },
  }
}
