import { createRequire } from 'node:module'
import { basename, join } from 'node:path'
import { builtPaths } from '../../../../src-core/base/runtime-paths.ts'
import { testStartCommands } from '../../../../src-core/clients/clients.ts'
import type { StartTest } from '../../../../src-shared/contract/clients.ts'
import { listStartCommands } from '../../../window-host/list-start-commands.ts'
import type { HomeContext } from '../../command.ts'
import { type Check, failed, good } from './check.ts'

const INSTALL = 'Install Plumbline again; in a checkout, `npm ci` and then `npm run build`.'

/** Checks the native addon, and each command that starts the server, in the environment that a desktop app gives it. */
export async function checkServer({ home, serverFolder }: HomeContext): Promise<Check[]> {
  const commands = listStartCommands(serverFolder, home.dir)
  const tests = await testStartCommands(commands)
  if (tests === 'translocated')
    return [
      {
        name: 'Location',
        state: 'fail',
        message: 'macOS runs Plumbline from a temporary folder.',
        remedy: 'Quit it, drag it to the Applications folder in Finder, and open it there.',
      },
    ]
  const [snapshot, bundle] = tests
  const checks = [checkAddon(serverFolder)]
  if (bundle) checks.push(startCheck('Server', bundle, 'fail'))
  // Without a snapshot the server starts from its bundle, which is slower but works.
  if (snapshot) checks.push(startCheck('Quick start', snapshot, bundle?.ok ? 'warn' : 'fail'))
  return checks
}

function checkAddon(serverFolder: string): Check {
  const file = builtPaths(serverFolder).nativeBinding ?? ''
  try {
    createRequire(join(serverFolder, 'server.mjs'))(file)
    return good('Database', basename(file))
  } catch (error) {
    return failed('Database', error, INSTALL)
  }
}

function startCheck(name: string, test: StartTest, stateOnFailure: 'warn' | 'fail'): Check {
  if (test.ok) return good(name, test.message)
  const stderrLines = test.stderr.map((line) => `\n      | ${line}`).join('')
  return {
    name,
    state: stateOnFailure,
    message: `${test.message}${stderrLines}`,
    remedy: test.remedy || INSTALL,
  }
}
