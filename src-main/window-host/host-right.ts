import { readFileSync, rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Home } from '../../src-core/base/home.ts'
import { type LeaseManager, openLeaseManager } from '../../src-core/base/lease.ts'
import { writeAtomically } from '../../src-core/base/write-atomically.ts'
import { PlumblineError } from '../../src-shared/contract/errors.ts'

/** The right to be the one host of a home. The operating system releases it when the process dies, however it dies. */
export interface HostRight {
  /** Writes the address of this host into the home, for processes that are started later. */
  publishAddress(origin: string): void
  release(): void
}

/** The host that runs already. */
export interface OtherHost {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string
  readonly pid: number
}

/** How long to wait for a host that is starting or ending. */
const TIMEOUT_MS = 10_000
const POLL_MS = 50

/**
 * Becomes the host of a home, or finds the one that runs. Waits for a host that is just starting or ending.
 * @throws SqliteError or the system's error when the lock cannot be opened
 * @throws PlumblineError `home-unusable` when another host runs and does not publish its address in time
 */
export async function becomeHost(
  home: Home,
  nativeBinding: string | undefined,
): Promise<{ readonly right: HostRight } | { readonly other: OtherHost }> {
  const leases = openLeaseManager(home.hostLock, nativeBinding)
  const deadline = Date.now() + TIMEOUT_MS
  for (;;) {
    const right = tryBecomeHost(home, leases)
    if (right !== null) return { right }
    const other = readAddress(home.hostAddress)
    if (other !== null || Date.now() > deadline) {
      leases.close()
      if (other !== null) return { other }
      throw new PlumblineError(
        'home-unusable',
        `Another Plumbline runs in ${home.dir} and does not say where it can be reached.`,
        'Let it continue if it is paused, or end it; check that its disk is not full.',
      )
    }
    await sleep(POLL_MS)
  }
}

function tryBecomeHost({ hostAddress }: Home, leases: LeaseManager): HostRight | null {
  const lease = leases.tryAcquire()
  if (lease === null) return null
  rmSync(hostAddress, { force: true })
  return {
    publishAddress: (origin) =>
      writeAtomically(hostAddress, `${JSON.stringify({ origin, pid: process.pid })}\n`),
    release() {
      rmSync(hostAddress, { force: true })
      lease.release()
      leases.close()
    },
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
