import { statfsSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { newId } from '../../../../src-core/base/new-id.ts'
import { makePrivateFolder } from '../../../../src-core/base/private-home.ts'
import { createSettings } from '../../../../src-core/settings/settings.ts'
import type { HomeContext } from '../../command.ts'
import { type Check, failed, good } from './check.ts'

const OLDEST_NODE = 22
const MINIMUM_FREE_BYTES = 200 * 1024 * 1024

/** Checks Node, the home folder and the settings. */
export function checkHome({ home }: HomeContext): Check[] {
  return [checkNode(), checkWritable(home.dir), checkSettings(home.settings)]
}

function checkNode(): Check {
  const { node } = process.versions
  if (Number(node.split('.')[0]) >= OLDEST_NODE) return good('Node', `${node} at ${process.execPath}`)
  return {
    name: 'Node',
    state: 'fail',
    message: `${node} at ${process.execPath} is too old.`,
    remedy: `Plumbline needs ${OLDEST_NODE} or later; \`npm ci\` with optional dependencies brings one along.`,
  }
}

function checkWritable(dir: string): Check {
  try {
    makePrivateFolder(dir)
    const file = join(dir, `.${newId()}.tmp`)
    writeFileSync(file, '')
    unlinkSync(file)
    const { bavail, bsize } = statfsSync(dir)
    if (bavail * bsize >= MINIMUM_FREE_BYTES) return good('Home', dir)
    const free = Math.round((bavail * bsize) / 1024 / 1024)
    const message = `${dir} has only ${free} MB left on its disk.`
    return {
      name: 'Home',
      state: 'warn',
      message,
      remedy: 'Free some space, or the activity and the index cannot grow.',
    }
  } catch (error) {
    return failed('Home', error, `Make ${dir} writable for your user, or name another folder with --home.`)
  }
}

/** Checks that only the user can enter the home. Any process that opens the home has taken the rights of others away. */
export function checkPrivacy({ home }: HomeContext): Check[] {
  const mode = statSync(home.dir, { throwIfNoEntry: false })?.mode ?? 0
  if (process.platform === 'win32' || (mode & 0o077) === 0) return []
  return [
    {
      name: 'Privacy',
      state: 'warn',
      message: `Other users of this computer can look into ${home.dir}.`,
      remedy:
        'Run `chmod 700` on it as its owner, or name another home with --home, on a disk that has permissions.',
    },
  ]
}

function checkSettings(file: string): Check {
  const settings = createSettings(file)
  const problem = settings.problem()
  settings.close()
  if (problem === null) return good('Settings', file)
  return { name: 'Settings', state: 'fail', message: problem, remedy: '' }
}
