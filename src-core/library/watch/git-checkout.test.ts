import { execFileSync } from 'node:child_process'
import { mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { HostCore } from '../../app/create-host-core.ts'
import { eventually, makeTempLibrary, type TempLibrary } from '../../testing/temp-library.ts'
import { createGitLock } from './git-lock.ts'

const hasGit = (() => {
  try {
    execFileSync('git', ['--version'])
    return true
  } catch {
    return false
  }
})()
if (!hasGit) process.stderr.write('Skipped: the tests of a git checkout, because there is no git.\n')

const NAME = ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.com', '-c', 'commit.gpgsign=false']
const git = (folder: string, ...args: string[]) =>
  execFileSync('git', ['-C', folder, ...NAME, ...args], { stdio: 'pipe' })

let library: TempLibrary
beforeEach(() => {
  library = makeTempLibrary()
})
afterEach(() => library.close())

describe.skipIf(!hasGit)('a git checkout', () => {
  const FILES = 2_000
  const id = (at: number) => `part-${at % 20}/s${at}.md`
  let core: HostCore

  function writeBranch(branch: string): void {
    for (let at = 0; at < FILES; at++) {
      // Every fourth file is the same in both branches.
      const word = at % 4 === 0 ? 'both' : branch
      library.write(id(at), `# ${word} ${at}\n\n${'text of a standard. '.repeat(20)}\n`)
    }
    library.write(`only-${branch}.md`, `# Only ${branch}\n`)
  }

  /** The branches that the standards of the index come from. A checkout is one transaction, so there is never more than one. */
  const branchesIn = () => {
    const words = core.library.list({}, null, 10_000).items.map(({ title }) => title.split(' ')[0])
    return ['old', 'new'].filter((branch) => words.includes(branch))
  }
  const branchOf = (at: number) => core.library.get(id(at))?.title.split(' ')[0]

  it('is one change: every answer is the old or the new text, and never that there is none', async () => {
    writeBranch('old')
    git(library.root, 'init', '-q', '-b', 'old')
    git(library.root, 'add', '-A')
    git(library.root, 'commit', '-q', '-m', 'old')
    git(library.root, 'checkout', '-q', '-b', 'new')
    library.remove('only-old.md')
    writeBranch('new')
    git(library.root, 'add', '-A')
    git(library.root, 'commit', '-q', '-m', 'new')
    core = library.openCore()
    await core.whenFresh()
    await eventually(() => core.library.status().progress.state === 'watching')

    let asked = 0
    const wrong: string[] = []
    const generations = new Set<number>()
    let asking = true
    const client = (async () => {
      for (let at = 0; asking; at = (at + 7) % FILES) {
        const found = branchOf(at)
        asked++
        if (found !== (at % 4 === 0 ? 'both' : 'old') && found !== 'new' && found !== 'both')
          wrong.push(`${id(at)}: ${found}`)
        const { generation } = core.library.status()
        if (!generations.has(generation) && branchesIn().length > 1)
          wrong.push(`a mixture in generation ${generation}`)
        generations.add(generation)
        if (asked % 50 === 0) await nextTurn()
      }
    })()
    for (const branch of ['old', 'new', 'old']) {
      git(library.root, 'checkout', '-q', branch)
      await eventually(() => branchOf(1) === branch && core.library.get(`only-${branch}.md`))
      await eventually(() => core.library.status().progress.state === 'watching')
      const titles = core.library.list({}, null, 10_000).items.map(({ title }) => title.split(' ')[0])
      expect(new Set(titles)).toEqual(new Set(['both', branch, 'Only']))
      expect(titles).toHaveLength(FILES + 1)
    }
    asking = false
    await client
    expect(wrong).toEqual([])
    expect(asked).toBeGreaterThan(1_000)
  })

  it('is waited for while its lock is there, and the state says so from the first change on', async () => {
    library.write('a.md', '# Apple\n')
    library.write('b.md', '# Banana\n')
    git(library.root, 'init', '-q')
    core = library.openCore()
    await core.whenFresh()
    await eventually(() => core.library.status().progress.state === 'watching')
    const lock = library.path('.git/index.lock')
    writeFileSync(lock, '')
    library.remove('a.md')
    library.write('b.md', '# Blueberry\n')
    await eventually(() => core.library.status().progress.state === 'indexing')
    const before = core.library.status().generation
    for (let turn = 0; turn < 20; turn++) {
      await new Promise((resolve) => setTimeout(resolve, 20))
      expect(core.library.get('a.md')?.title).toBe('Apple')
    }
    library.write('a.md', '# Apricot\n')
    rmSync(lock)
    await eventually(() => core.library.get('a.md')?.title === 'Apricot')
    expect(core.library.get('b.md')?.title).toBe('Blueberry')
    expect(core.library.status().generation).toBe(before + 1)
  })
})

describe('createGitLock', () => {
  const signal = new AbortController().signal

  it('sees the lock of a repository around the library, in it, and of a linked work tree', async () => {
    const inner = join(library.root, 'deep/standards')
    mkdirSync(inner, { recursive: true })
    mkdirSync(library.path('.git'))
    writeFileSync(library.path('.git/index.lock'), '')
    expect(createGitLock(inner).isHeld()).toBe(true)
    rmSync(library.path('.git/index.lock'))
    const lock = createGitLock(inner)
    expect(lock.isHeld()).toBe(false)
    await lock.released(signal)

    mkdirSync(join(library.folder, 'elsewhere/worktrees/w'), { recursive: true })
    renameSync(library.path('.git'), library.path('moved'))
    writeFileSync(library.path('.git'), 'gitdir: ../elsewhere/worktrees/w\n')
    const linked = createGitLock(inner)
    expect(linked.isHeld()).toBe(false)
    writeFileSync(join(library.folder, 'elsewhere/worktrees/w/index.lock'), '')
    expect(linked.isHeld()).toBe(true)

    mkdirSync(join(inner, 'team/.git'), { recursive: true })
    writeFileSync(join(inner, 'team/.git/index.lock'), '')
    rmSync(join(library.folder, 'elsewhere/worktrees/w/index.lock'))
    expect(linked.isHeld()).toBe(false)
    linked.setInner([join(inner, 'team/.git')])
    expect(linked.isHeld()).toBe(true)
  })

  it('ignores a lock that a killed git left behind, and has another version with another index', () => {
    mkdirSync(library.path('.git'))
    const file = library.path('.git/index.lock')
    writeFileSync(file, '')
    const minuteAgo = Date.now() / 1000 - 60
    utimesSync(file, minuteAgo, minuteAgo)
    const lock = createGitLock(library.root)
    expect(lock.isHeld()).toBe(false)
    const before = lock.version()
    writeFileSync(library.path('.git/index'), 'one')
    const after = lock.version()
    expect(after).not.toBe(before)
    writeFileSync(library.path('.git/index'), 'other')
    expect(lock.version()).not.toBe(after)
  })

  it('is never held without a repository', () => {
    expect(createGitLock(join(library.folder, 'nowhere')).isHeld()).toBe(false)
  })
})
