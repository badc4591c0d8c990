import { readFileSync, rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Home } from '../../src-core/base/home.ts'
import { openLeaseManager } from '../../src-core/base/lease.ts'
import { writeAtomically } from '../../src-core/base/write-atomically.ts'

/** The right to be the one host of a home. The system takes it back when the process dies, however it dies. */
export interface HostRight {
  /** Tells those who come later where this host is. */
  announce(origin: string): void
  release(): void
}

/** A host that was there before. */
export interface OtherHost {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string
  readonly pid: number
}

const PATIENCE_MS = 10_000
const LOOK_MS = 50

/**
 * Becomes the host of a home, or finds the one that is; one that is just starting or ending is waited for.
 * @throws SqliteError when the lock cannot be opened
 */
export async function becomeHost(
  home: Home,
  nativeBinding: string | undefined,
): Promise<{ readonly right: HostRight } | { readonly other: OtherHost }> {
  const desk = openLeaseManager(home.hostLock, nativeBinding)
  for (const until = Date.now() + PATIENCE_MS; ; ) {
    const lease = desk.tryAcquire()
    if (lease) {
      rmSync(home.hostAddress, { force: true })
      return {
        right: {
          announce: (origin) =>
            writeAtomically(home.hostAddress, `${JSON.stringify({ origin, pid: process.pid })}\n`),
          release() {
            rmSync(home.hostAddress, { force: true })
            lease.release()
            desk.close()
          },
        },
      }
    }
    const other = readAddress(home.hostAddress)
    if (other !== null || Date.now() > until) {
      desk.close()
      if (other !== null) return { other }
      throw new Error(`Another Plumbline runs in ${home.dir} and does not say where it can be reached.`)
    }
    await sleep(LOOK_MS)
  }
}

function readAddress(file: string): OtherHost | null {
  try {
    const { origin, pid } = JSON.parse(readFileSync(file, 'utf8'))
    return typeof origin === 'string' && typeof pid === 'number' ? { origin, pid } : null
  } catch {
    return null
  }
}
