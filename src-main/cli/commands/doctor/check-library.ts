import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { createHostCore } from '../../../../src-core/app/create-host-core.ts'
import { openLeaseManager } from '../../../../src-core/base/lease.ts'
import { builtPaths } from '../../../../src-core/base/runtime-paths.ts'
import { storageErrorOf } from '../../../../src-core/base/storage-errors.ts'
import { isIndexerAlive } from '../../../../src-core/library/library.ts'
import type { HomeContext } from '../../command.ts'
import { type Check, failed, good } from './check.ts'

const OLD_MS = 10 * 60_000

/** The library, its index, and who keeps it. The server has been tried by now, so there is an index. */
export function checkLibrary({ home, serverFolder, library, log }: HomeContext): Check[] {
  const paths = builtPaths(serverFolder)
  try {
    const core = createHostCore({ home: home.dir, library, indexes: false, log, paths })
    try {
      const status = core.library.status()
      return [
        checkFolder(core.root, status.standards, status.problems),
        checkIndex(status.progress),
        checkLease(home.leaseDb, paths.nativeBinding, isIndexerAlive(status.progress, Date.now())),
      ]
    } finally {
      void core.close()
    }
  } catch (error) {
    return [failed('Library', error, 'See the log in the home folder.')]
  }
}

function checkFolder(root: string, standards: number, problems: number): Check {
  if (!existsSync(root))
    return {
      name: 'Library',
      state: 'fail',
      message: `The folder ${root} is not there.`,
      remedy: 'Bring it back, or choose another one in the settings or with --library.',
    }
  if (standards === 0)
    return {
      name: 'Library',
      state: 'warn',
      message: `${root} holds no standards.`,
      remedy: 'Put markdown files into it, or choose another folder.',
    }
  const found = `${standards} standards in ${root}`
  if (problems === 0) return good('Library', found)
  const message = `${found}, ${problems} problems in them.`
  return { name: 'Library', state: 'warn', message, remedy: '`plumbline status` shows them.' }
}

function checkIndex(progress: Parameters<typeof isIndexerAlive>[0]): Check {
  const { state, checkedAt, message } = progress
  if (state === 'failed' || state === 'missing' || state === 'stalled')
    return {
      name: 'Index',
      state: 'fail',
      message: message ?? state,
      remedy: state === 'failed' && message === null ? 'Try `plumbline index --force`.' : '',
    }
  if (checkedAt === null)
    return {
      name: 'Index',
      state: 'warn',
      message: 'It was not built yet.',
      remedy: '`plumbline index` builds it, and so does any client that connects.',
    }
  const age = Date.now() - checkedAt
  const seconds = Math.round(age / 1000)
  const ago = seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`
  // Without a living indexer the age is no problem: the next process compares before it answers.
  if (isIndexerAlive(progress, Date.now()) && age > OLD_MS)
    return {
      name: 'Index',
      state: 'warn',
      message: `Its process lives, but last compared ${ago} ago.`,
      remedy: 'Quit Plumbline and its clients, then start them again.',
    }
  return good('Index', `compared with the folder ${ago} ago`)
}

function checkLease(file: string, nativeBinding: string | undefined, alive: boolean): Check {
  try {
    const manager = openLeaseManager(file, nativeBinding)
    const lease = manager.tryAcquire()
    lease?.release()
    manager.close()
    if (lease === null) return good('Indexing', 'another Plumbline process keeps the index up to date')
    return good(
      'Indexing',
      alive
        ? 'the indexing process has just ended'
        : 'no process at the moment; the next one that starts does it',
    )
  } catch (error) {
    return failed(
      'Indexing',
      storageErrorOf(error, dirname(file)) ?? error,
      `Delete ${file} while no Plumbline runs.`,
    )
  }
}
