import { createHash } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import { cp, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import type { Logger } from '../../src-core/base/log.ts'
import { describeError } from '../../src-shared/contract/errors.ts'
import type { AppPaths } from './app-paths.ts'

/** What the stdio server needs, beside the app's archive. */
const PARTS = ['mcp', 'runtime', 'starter-standards'] as const
/** This one, and the one before it, which a client may still be running. */
const KEPT = 2

/**
 * An AppImage is mounted in a new place at each start and is gone when it quits, so no client could start a server from it.
 * Its server is copied once for each build.
 *
 * @param paths of the mounted app
 * @param folder where the copies lie
 * @returns where clients find the server; `paths` with a warning when it cannot be copied
 */
export async function copyServer(paths: AppPaths, folder: string, log: Logger): Promise<AppPaths> {
  const mounted = dirname(paths.serverFolder)
  try {
    const script = await readFile(join(paths.serverFolder, 'server.mjs'))
    const build = createHash('sha256').update(script).digest('hex').slice(0, 16)
    const copy = join(folder, build)
    if (!existsSync(copy)) await copyWhole(mounted, copy)
    await prune(folder, build)
    return { ...paths, serverFolder: join(copy, 'mcp'), node: join(copy, relative(mounted, paths.node)) }
  } catch (error) {
    log(
      'warn',
      `The server could not be copied to ${folder} (${describeError(error)}). Clients can start it only while Plumbline runs; make room there and start Plumbline again.`,
    )
    return paths
  }
}

/** There is all of it or nothing. */
async function copyWhole(from: string, to: string): Promise<void> {
  const half = `${to}.${process.pid}`
  await rm(half, { recursive: true, force: true })
  try {
    await mkdir(half, { recursive: true })
    for (const part of PARTS) await cp(join(from, part), join(half, part), { recursive: true })
    await rename(half, to)
  } catch (error) {
    await rm(half, { recursive: true, force: true })
    throw error
  }
}

async function prune(folder: string, build: string): Promise<void> {
  const others = (await readdir(folder)).filter((name) => name !== build)
  const newest = others.toSorted((a, b) => madeAt(join(folder, b)) - madeAt(join(folder, a)))
  for (const name of newest.slice(KEPT - 1)) await rm(join(folder, name), { recursive: true, force: true })
}

function madeAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.birthtimeMs ?? 0
}
