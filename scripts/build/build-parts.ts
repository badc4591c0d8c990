import { spawnSync } from 'node:child_process'
import { copyFileSync, cpSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { ViteBuilder } from 'vite'
import { SNAPSHOT_FLAG } from '../../src-mcp/stdio/start-command.ts'
import { lockBuild } from './lock-build.ts'
import {
  buildFolder,
  currentConditions,
  findStale,
  listFiles,
  type Part,
  removeRecord,
  writeRecord,
} from './record.mjs'
import { commonInputs, stampInputs } from './record-inputs.ts'
import { NOTICES, writeNotices } from './third-party-notices.ts'

const STARTERS = 'resources/starter-standards'

export interface BuildOptions {
  /** The checkout. */
  readonly root: string
  /** Vite's mode: `production` builds for use, `development` for debugging. */
  readonly mode: string
  /** The parts in the order in which they are built. */
  readonly parts: readonly Part[]
  /** True: parts that are up to date are built too. */
  readonly force?: boolean
  /** Called when there is something to build. */
  readonly builder: () => Promise<ViteBuilder>
  /** Writes a line to stderr. */
  readonly note: (line: string) => void
}

/**
 * Builds stale parts, one after the other, while no other process builds into the same folder.
 * @returns the built parts, with the reasons
 * @throws the error of Vite when a source cannot be built
 */
export async function buildParts(options: BuildOptions): Promise<Map<Part, string>> {
  const { root, mode, parts, force = false, note } = options
  const built = new Map<Part, string>()
  let builder: ViteBuilder | undefined
  const unlock = await lockBuild(buildFolder(root, mode), () =>
    note('Another process is building Plumbline; waiting for it.'),
  )
  try {
    for (const part of parts) {
      // Checked here and not earlier, because another process may have built the part meanwhile, and `blob` is made from `snapshot`.
      const reason = force ? 'everything is built' : findStale(root, mode, [part]).get(part)
      if (reason === undefined) continue
      builder ??= await options.builder()
      if (part === 'resources') copyResources(root, mode, builder)
      else if (part === 'blob') buildSnapshot(root, mode, builder, note)
      else await buildBundle(builder, part)
      built.set(part, reason)
    }
    if (built.size > 0) writeNotices(root, mode)
  } finally {
    unlock()
  }
  return built
}

async function buildBundle(builder: ViteBuilder, part: Part): Promise<void> {
  const environment = builder.environments[part]
  if (!environment) throw new Error(`vite.config.ts has no environment "${part}".`)
  await builder.build(environment)
}

/** Copies the files that cannot be bundled to the folder of the bundles, as in the installed app. */
function copyResources(root: string, mode: string, { config }: ViteBuilder): void {
  const folder = buildFolder(root, mode)
  const startedAt = Date.now()
  removeRecord(folder, 'resources')
  const addon = join(folder, 'mcp/better_sqlite3.node')
  const prebuild = `node_modules/better-sqlite3/prebuilds/${process.platform}-${process.arch}.node`
  mkdirSync(join(folder, 'mcp'), { recursive: true })
  copyFileSync(join(root, prebuild), `${addon}.new`)
  // A running server has mapped the old file and would crash if it were overwritten in place.
  renameSync(`${addon}.new`, addon)
  const starters = join(folder, 'starter-standards')
  rmSync(starters, { recursive: true, force: true })
  cpSync(join(root, STARTERS), starters, { recursive: true })
  const names = listFiles(join(root, STARTERS))
  const inputs = [prebuild, ...names.map((name) => `${STARTERS}/${name}`)]
  writeRecord(folder, 'resources', {
    inputs: stampInputs(root, [...inputs, ...commonInputs(root, config.configFileDependencies)], startedAt),
    folders: { [STARTERS]: names },
    // The notices are written after all parts, of what is in them.
    outputs: [addon, join(folder, NOTICES), ...names.map((name) => join(starters, name))].map((file) =>
      file.slice(root.length + 1).replaceAll('\\', '/'),
    ),
    conditions: {},
  })
}

/** Makes the V8 snapshot of the server, which only the Node of this build can run. Without it, clients start `server.mjs`. */
function buildSnapshot(
  root: string,
  mode: string,
  { config }: ViteBuilder,
  note: BuildOptions['note'],
): void {
  const folder = buildFolder(root, mode)
  const startedAt = Date.now()
  removeRecord(folder, 'blob')
  const script = join(folder, 'mcp/snapshot.cjs')
  const blob = join(folder, 'mcp/server.blob')
  rmSync(blob, { force: true })
  const { status, stderr } = spawnSync(
    process.execPath,
    // Hides the warning that worker_threads are not fully verified in snapshots. The end-to-end tests verify them.
    [SNAPSHOT_FLAG, '--no-warnings', '--snapshot-blob', blob, '--build-snapshot', script],
    { encoding: 'utf8' },
  )
  if (status !== 0) {
    rmSync(blob, { force: true })
    note(
      `The snapshot of the server could not be made. The server will start from server.mjs, which is slower. ${stderr}`,
    )
  }
  const pathOf = (file: string) => file.slice(root.length + 1).replaceAll('\\', '/')
  writeRecord(folder, 'blob', {
    inputs: {
      ...stampInputs(root, commonInputs(root, config.configFileDependencies), startedAt),
      // No other process changes it, because this process holds the lock.
      ...stampInputs(root, [pathOf(script)], Number.POSITIVE_INFINITY),
    },
    folders: {},
    outputs: status === 0 ? [pathOf(blob)] : [],
    conditions: { node: currentConditions(root, mode).node },
  })
}
