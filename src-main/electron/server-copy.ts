import { createHash } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import { cp, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import type { Logger } from '../../src-core/base/log.ts'
import { describeError } from '../../src-shared/contract/errors.ts'
import type { AppPaths } from './app-paths.ts'

/** The folders that the stdio server needs, beside the app's archive. */
const PARTS = ['mcp', 'runtime', 'starter-standards'] as const
/** The copy of this build, and the one of the build before, which a client may still run. */
const MAX_COPIES = 2

/**
 * Copies the server out of an AppImage, once for each build. An AppImage is mounted at another path at each start and unmounted when
 * it quits, so no client could start a server from it.
 *
 * @param paths the parts of the mounted app
 * @param folder the folder of the copies
 * @returns the paths with the copied server; unchanged, after a warning in the log, when it cannot be copied
 */
export async function copyServer(paths: AppPaths, folder: string, log: Logger): Promise<AppPaths> {
  const mounted = dirname(paths.serverFolder)
  try {
    const script = await readFile(join(paths.serverFolder, 'server.mjs'))
    const build = createHash('sha256').update(script).digest('hex').slice(0, 16)
    const copy = join(folder, build)
    if (!existsSync(copy)) await copyParts(mounted, copy)
    await prune(folder, build)
    return { ...paths, serverFolder: join(copy, 'mcp'), node: join(copy, relative(mounted, paths.node)) }
  } catch (error) {
    log(
      'warn',
      `The server could not be copied to ${folder} (${describeError(error)}). Clients can start it only while Plumbline runs. Free some space there and restart Plumbline.`,
    )
    return paths
  }
}

/** Copies all parts or none: the folder gets its name when it is complete. */
async function copyParts(from: string, to: string): Promise<void> {
  const unfinished = `${to}.${process.pid}`
  await rm(unfinished, { recursive: true, force: true })
  try {
    await mkdir(unfinished, { recursive: true, mode: 0o700 })
    for (const part of PARTS) await cp(join(from, part), join(unfinished, part), { recursive: true })
    await rename(unfinished, to)
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    throw error
  }
}

async function prune(folder: string, build: string): Promise<void> {
  const others = (await readdir(folder)).filter((name) => name !== build)
  const newest = others.toSorted((a, b) => createdAt(join(folder, b)) - createdAt(join(folder, a)))
  for (const name of newest.slice(MAX_COPIES - 1))
    await rm(join(folder, name), { recursive: true, force: true })
}

function createdAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.birthtimeMs ?? 0
}
