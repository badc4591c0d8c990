import { readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** Tells when git changes the files of a library: all of them at once, and each by deleting and writing it. */
export interface GitLock {
  /** True while git holds its lock on a work tree of the library, at most 10 seconds for one lock. */
  isHeld(): boolean
  /** Resolves when the lock is no longer held. Rejects when the signal aborts. */
  released(signal: AbortSignal): Promise<void>
  /** Returns a text that changes whenever git has written which files belong to a work tree. Empty without a repository. */
  version(): string
  /** Sets the repositories inside the library, by the absolute paths of their `.git`. */
  setInner(paths: readonly string[]): void
}

// A checkout of 100,000 files takes about this long. A lock that is older was left behind by a git that was killed.
const LIMIT_MS = 10_000
const POLL_MS = 20
// A repository may be created around a library at any time.
const FIND_EVERY_MS = 5_000
const MAX_INNER = 20

/** @param root the library folder, absolute */
export function createGitLock(root: string): GitLock {
  return new WorkTreeLock(root)
}

class WorkTreeLock implements GitLock {
  readonly #root: string
  /** The git folders, which have the index and its lock. */
  #folders: readonly string[] = []
  #inner: readonly string[] = []
  #foundAt = Number.NEGATIVE_INFINITY
  /** When the lock of a git folder was first seen, in milliseconds since the epoch. */
  readonly #seenAt = new Map<string, number>()

  constructor(root: string) {
    this.#root = root
  }

  isHeld(): boolean {
    // Every lock is checked, so that the time at which each was first seen is recorded.
    return this.#current().filter((folder) => this.#isLocked(folder)).length > 0
  }

  async released(signal: AbortSignal): Promise<void> {
    while (this.isHeld()) await sleep(POLL_MS, undefined, { signal })
  }

  version(): string {
    return this.#current()
      .map((folder) => {
        const stats = statOf(join(folder, 'index'))
        return stats ? `${stats.ino}:${stats.size}:${stats.mtimeMs}` : ''
      })
      .join(' ')
  }

  setInner(paths: readonly string[]): void {
    this.#inner = paths.slice(0, MAX_INNER)
    this.#foundAt = Number.NEGATIVE_INFINITY
  }

  #isLocked(folder: string): boolean {
    const lock = statOf(join(folder, 'index.lock'))
    if (!lock) {
      this.#seenAt.delete(folder)
      return false
    }
    const now = Date.now()
    const seenAt = this.#seenAt.get(folder) ?? Math.min(now, lock.mtimeMs)
    this.#seenAt.set(folder, seenAt)
    return now - seenAt < LIMIT_MS
  }

  #current(): readonly string[] {
    const now = performance.now()
    if (now - this.#foundAt >= FIND_EVERY_MS) {
      this.#foundAt = now
      const outer = outerRepository(this.#root)
      const all = [...(outer === null ? [] : [outer]), ...this.#inner].map(gitFolderOf)
      this.#folders = [...new Set(all.filter((folder) => folder !== null))]
    }
    return this.#folders
  }
}

/** Returns the path of the `.git` of the repository that has a folder in its work tree, or `null` without one. */
function outerRepository(folder: string): string | null {
  let current: string
  try {
    current = realpathSync(folder)
  } catch {
    return null
  }
  for (;;) {
    const git = join(current, '.git')
    if (statOf(git)) return git
    const parent = dirname(current)
    if (parent === current) return null
    current = parent
  }
}

/** Returns the folder of a `.git`, which is a file in linked work trees and submodules; `null` when there is none. */
function gitFolderOf(git: string): string | null {
  const stats = statOf(git)
  if (!stats) return null
  if (stats.isDirectory()) return git
  try {
    const target = /^gitdir: (.+?)\s*$/m.exec(readFileSync(git, 'utf8'))?.[1]
    return target === undefined ? null : resolve(dirname(git), target)
  } catch {
    return null
  }
}

function statOf(path: string) {
  try {
    return statSync(path, { throwIfNoEntry: false }) ?? null
  } catch {
    return null
  }
}
