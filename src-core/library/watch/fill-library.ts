import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Logger } from '../../base/log.ts'

/**
 * Copies the starter standards to a library that does not exist yet. A folder that is there, even an empty one, is the
 * user's and stays as it is. The folder appears whole or not at all.
 */
export function fillLibrary(from: string, library: string, log: Logger): void {
  if (existsSync(library)) return
  const half = `${library}.new-${process.pid}`
  try {
    mkdirSync(dirname(library), { recursive: true })
    cpSync(from, half, { recursive: true })
    renameSync(half, library)
    log('info', `Filled the new library ${library} with the starter standards.`)
  } catch (error) {
    rmSync(half, { recursive: true, force: true })
    log('error', `The library ${library} could not be filled: ${String(error)}`)
  }
}
