import { createRequire } from 'node:module'
import { basename, join } from 'node:path'
import { builtPaths } from '../../../../src-core/base/runtime-paths.ts'
import { isTranslocated } from '../../../../src-core/clients/verify/translocation.ts'
import { verifyStart } from '../../../../src-core/clients/verify/verify-start.ts'
import { startWays } from '../../../window-host/start-ways.ts'
import type { HomeInput } from '../../main.ts'
import { type Check, failed, good } from './check.ts'

const INSTALL = 'Install Plumbline again; in a checkout, `npm ci` and then `npm run build`.'

/** The parts that cannot be bundled, and each way to start the server as a desktop app would. */
export async function checkServer({ home, folder }: HomeInput): Promise<Check[]> {
  const ways = startWays(folder, home.dir)
  if (ways.some(isTranslocated))
    return [
      {
        name: 'Place',
        state: 'fail',
        message: 'macOS runs Plumbline from a temporary place.',
        remedy: 'Quit it, drag it to the Applications folder in Finder, and open it there.',
      },
    ]
  const [snapshot, bundle] = await Promise.all(ways.map((start) => verifyStart(start)))
  const checks = [checkAddon(folder)]
  if (bundle) checks.push(startCheck('Server', bundle, 'fail'))
  // Without it the server starts from its bundle, which takes a little longer.
  if (snapshot) checks.push(startCheck('Quick start', snapshot, bundle?.ok ? 'warn' : 'fail'))
  return checks
}

function checkAddon(folder: string): Check {
  const file = builtPaths(folder).nativeBinding ?? ''
  try {
    createRequire(join(folder, 'server.mjs'))(file)
    return good('Database', basename(file))
  } catch (error) {
    return failed('Database', error, INSTALL)
  }
}

function startCheck(
  name: string,
  test: Awaited<ReturnType<typeof verifyStart>>,
  otherwise: 'warn' | 'fail',
): Check {
  if (test.ok) return good(name, test.message)
  const said = test.stderr.map((line) => `\n      | ${line}`).join('')
  return { name, state: otherwise, message: `${test.message}${said}`, remedy: test.remedy || INSTALL }
}
