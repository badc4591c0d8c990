import { cpSync, existsSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Logger } from '../../base/log.ts'
import { makePrivateFolder } from '../../base/private-home.ts'

/**
 * Copies the starter standards to a library folder that does not exist. An existing folder, even an empty one, stays as it
 * is. The new folder appears with all files or not at all.
 */
export function fillLibrary(from: string, library: string, log: Logger): void {
  if (existsSync(library)) return
  const temporary = `${library}.new-${process.pid}`
  try {
    makePrivateFolder(dirname(library))
    cpSync(from, temporary, { recursive: true })
    renameSync(temporary, library)
    log('info', `Filled the new library ${library} with the starter standards.`)
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true })
    log('error', `The library ${library} could not be filled: ${String(error)}`)
  }
}
