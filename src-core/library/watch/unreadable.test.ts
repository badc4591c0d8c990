import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Problem } from '../../../src-shared/standard/standard.ts'
import type { HostCore } from '../../app/create-host-core.ts'
import { eventually, makeTempLibrary, type TempLibrary } from '../../testing/temp-library.ts'

let library: TempLibrary
const mounted: string[] = []
beforeEach(() => {
  library = makeTempLibrary()
})
afterEach(async () => {
  for (const folder of mounted.splice(0).reverse()) execFileSync('umount', ['-l', folder], { stdio: 'pipe' })
  await library.close()
})

function mount(...args: string[]): void {
  execFileSync('mount', args, { stdio: 'pipe' })
  mounted.push(args.at(-1) ?? '')
}

function unmount(folder: string): void {
  execFileSync('umount', ['-l', folder], { stdio: 'pipe' })
  mounted.splice(mounted.indexOf(folder), 1)
}

/** Only the superuser of a machine with its own mounts can mount anything. */
const canMount = (() => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  const own = makeTempLibrary({ 'a.md': '' })
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', own.root], { stdio: 'pipe' })
    execFileSync('umount', [own.root], { stdio: 'pipe' })
    return true
  } catch {
    return false
  } finally {
    void own.close()
  }
})()
if (!canMount) process.stderr.write('Skipped: the tests with real mounts, because this user cannot mount.\n')

async function openCore(): Promise<HostCore> {
  const core = library.openCore()
  await core.whenFresh()
  await eventually(() => core.library.status().progress.state === 'watching')
  return core
}

const state = (core: HostCore) => core.library.status().progress

describe('a library folder that is suddenly empty', () => {
  const fill = (count: number) => {
    for (let at = 0; at < count; at++) library.write(`part/s${at}.md`, `# Standard ${at}\n`)
  }

  it('counts as missing when many standards were in it, until they are back', async () => {
    fill(20)
    const core = await openCore()
    const away = join(library.folder, 'away')
    mkdirSync(away)
    renameSync(library.path('part'), join(away, 'part'))
    await eventually(() => state(core).state === 'missing')
    expect(state(core).message).toMatch(/has no standards any more, but 20 were in it/)
    expect(core.library.status().standards).toBe(20)
    expect(core.library.get('part/s7.md')?.title).toBe('Standard 7')
    await expect(core.reindex(true)).rejects.toThrow(/no standards any more/)

    renameSync(join(away, 'part'), library.path('part'))
    library.write('part/s7.md', '# Changed\n')
    await eventually(() => core.library.get('part/s7.md')?.title === 'Changed')
    await eventually(() => state(core).state === 'watching')
    expect(state(core).message).toBeNull()
  })

  it('counts as emptied when a standard is put into it', async () => {
    fill(20)
    const core = await openCore()
    library.remove('part')
    await eventually(() => state(core).state === 'missing')
    library.write('new.md', '# New\n')
    await eventually(
      () =>
        core.library
          .list({}, null, 100)
          .items.map(({ id }) => id)
          .join() === 'new.md',
    )
    await eventually(() => state(core).state === 'watching')
  })

  it('counts as emptied when a few standards were deleted in it', async () => {
    fill(3)
    const core = await openCore()
    library.remove('part')
    await eventually(() => core.library.status().standards === 0)
    await eventually(() => state(core).state === 'watching')
  })

  it('counts as missing when another folder is in its place, also for a process that starts then', async () => {
    fill(2)
    await (await openCore()).close()
    renameSync(library.root, `${library.root}-away`)
    mkdirSync(library.root)
    const core = library.openCore()
    await core.whenFresh()
    await eventually(() => state(core).state === 'missing')
    expect(core.library.status().standards).toBe(2)
  })

  it.skipIf(!canMount)('counts as missing when its drive is unmounted, with other files below', async () => {
    library.write('.hidden', '')
    library.write('note.txt', '')
    mount('-t', 'tmpfs', 'tmpfs', library.root)
    fill(2)
    const core = await openCore()
    unmount(library.root)
    await eventually(() => state(core).state === 'missing')
    expect(core.library.get('part/s1.md')?.title).toBe('Standard 1')
    mount('-t', 'tmpfs', 'tmpfs', library.root)
    library.write('part/s1.md', '# Back\n')
    await eventually(() => core.library.get('part/s1.md')?.title === 'Back')
    await eventually(() => state(core).state === 'watching')
    expect(core.library.get('part/s0.md')).toBeNull()
  })

  it.skipIf(!canMount)('keeps the standards of a drive inside it that is unmounted', async () => {
    library.write('own.md', '# Own\n')
    mkdirSync(library.path('team'))
    mount('-t', 'tmpfs', 'tmpfs', library.path('team'))
    library.write('team/deep/shared.md', '# Shared\n')
    const core = await openCore()
    unmount(library.path('team'))
    await core.reindex(false)
    expect(core.library.get('team/deep/shared.md')?.title).toBe('Shared')
    expect(core.library.problems()).toMatchObject([{ path: 'team', code: 'folder-emptied' }])
    library.remove('team')
    await core.reindex(false)
    expect(core.library.get('team/deep/shared.md')).toBeNull()
    expect(core.library.problems()).toEqual([])
  })
})

describe('a file that cannot be read just now', () => {
  // Reading the memory of a process at 0 fails with EIO, as a failing disk and an evicted cloud file do.
  it.skipIf(!canMount)('keeps its last text with a problem, and recovers by itself', async () => {
    library.write('a.md', '# Apple\n')
    library.write('b.md', '# Banana\n')
    const core = await openCore()
    mount('--bind', `/proc/${process.pid}/mem`, library.path('a.md'))
    await core.reindex(false)
    expect(core.library.get('a.md')?.title).toBe('Apple')
    expect(core.library.search('apple', {}, 1).total).toBe(1)
    expect(core.library.problems()).toMatchObject([
      { path: 'a.md', severity: 'warning', code: 'file-unreadable' },
    ])
    expect(core.library.problems()[0]?.message).toMatch(/\(EIO\).*last read of it is served/)
    unmount(library.path('a.md'))
    await eventually(() => core.library.problems().length === 0)
    expect(core.library.get('a.md')?.title).toBe('Apple')
  })

  it('keeps its last text while iCloud has removed it from this disk', async () => {
    library.write('a.md', '# Apple\n')
    library.write('b.md', '# Banana\n')
    const core = await openCore()
    renameSync(library.path('a.md'), library.path('.a.md.icloud'))
    await core.reindex(false)
    expect(core.library.get('a.md')?.title).toBe('Apple')
    expect(core.library.problems()).toMatchObject([{ path: 'a.md', code: 'file-unseen' }])
    renameSync(library.path('.a.md.icloud'), library.path('a.md'))
    await core.reindex(false)
    expect(core.library.problems()).toEqual([])
  })

  // The superuser can read every file, so a process of the user `nobody` reads it.
  it.skipIf(process.platform === 'win32')('keeps what it has of closed files and folders', async () => {
    library.write('locked.md', '# Locked\n')
    library.write('closed/in.md', '# In\n')
    chmodSync(library.folder, 0o777)
    const script = join(import.meta.dirname, '../../testing/core-process.ts')
    const asNobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
    const child = spawn(process.execPath, [script, library.home, library.root], {
      stdio: ['pipe', 'pipe', 'inherit'],
      ...asNobody,
    })
    const messages: { id?: string; title?: string | null; problems?: Problem[]; ready?: boolean }[] = []
    createInterface({ input: child.stdout }).on('line', (line) => messages.push(JSON.parse(line)))
    const ask = async (id: string) => {
      const from = messages.length
      child.stdin.write(`${id}\n`)
      return eventually(() => messages.slice(from).find((message) => message.id === id))
    }
    const codesOf = async () => ((await ask('locked.md')).problems ?? []).map(({ code }) => code)
    try {
      await eventually(() => messages.some((message) => message.ready))
      chmodSync(library.path('locked.md'), 0)
      writeFileSync(library.path('locked.md'), '# Changed\n')
      chmodSync(library.path('closed'), 0)
      await eventually(async () => (await codesOf()).length === 2)
      expect(await codesOf()).toEqual(['folder-unreadable', 'file-unreadable'])
      expect((await ask('locked.md')).title).toBe('Locked')
      expect((await ask('closed/in.md')).title).toBe('In')
      chmodSync(library.path('locked.md'), 0o644)
      chmodSync(library.path('closed'), 0o755)
      await eventually(async () => (await ask('locked.md')).title === 'Changed')
      await eventually(async () => (await codesOf()).length === 0)
    } finally {
      child.kill('SIGKILL')
      chmodSync(library.path('closed'), 0o755)
    }
  })
})
