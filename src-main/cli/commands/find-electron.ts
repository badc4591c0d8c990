import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** The installed parts of the `electron` package. */
export interface ElectronFound {
  /** `null`: the package is not part of this installation. */
  readonly folder: string | null
  /** `null`: the binary was not downloaded yet. */
  readonly executable: string | null
}

/** Finds `ELECTRON_EXECUTABLE`, else the binary of the `electron` package. @param root the folder of our package.json */
export function findElectron(root: string, env: NodeJS.ProcessEnv = process.env): ElectronFound {
  const folder = packageFolder(root)
  if (env.ELECTRON_EXECUTABLE) return { folder, executable: env.ELECTRON_EXECUTABLE }
  return { folder, executable: folder === null ? null : binaryIn(folder) }
}

function packageFolder(root: string): string | null {
  try {
    return dirname(createRequire(join(root, 'package.json')).resolve('electron/package.json'))
  } catch {
    return null
  }
}

/** Reads the package's files: `require('electron')` would start a download that cannot be stopped. */
function binaryIn(folder: string): string | null {
  try {
    const file = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8').trim())
    return existsSync(file) ? file : null
  } catch {
    return null
  }
}

/**
 * Runs the package's own download of its binary.
 * @param timeoutMs the download is stopped after this time
 * @returns the reason of a failure, in a few words; `null` on success
 */
export function fetchElectron(folder: string, timeoutMs: number): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(folder, 'install.js')], { stdio: 'ignore' })
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      resolve(`its download took more than ${Math.round(timeoutMs / 1000)} seconds`)
    }, timeoutMs)
    child.once('error', (error) => {
      clearTimeout(timer)
      resolve(error.message)
    })
    child.once('exit', (code) => {
      clearTimeout(timer)
      resolve(code === 0 ? null : 'its download failed')
    })
  })
}
