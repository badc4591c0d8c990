import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** The `electron` package as far as it is there; `folder` `null`: it is not part of this installation. */
export interface ElectronFound {
  readonly folder: string | null
  /** `null`: its binary was not fetched yet. */
  readonly executable: string | null
}

/** `ELECTRON_EXECUTABLE`, else the binary of the `electron` package. @param root the folder of our package.json */
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

/** Asking the package itself would start a download that nobody can stop. */
function binaryIn(folder: string): string | null {
  try {
    const file = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8').trim())
    return existsSync(file) ? file : null
  } catch {
    return null
  }
}

/**
 * Lets the package fetch its binary, which it does into its own folder.
 * @returns why it could not, in a few words; `null` when it did
 */
export function fetchElectron(folder: string, patience: number): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(folder, 'install.js')], { stdio: 'ignore' })
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      resolve(`its download took more than ${Math.round(patience / 1000)} seconds`)
    }, patience)
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
