import { chmodSync, lstatSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eventually, makeTempLibrary, type TempLibrary } from '../testing/temp-library.ts'
import { describeFailure } from './describe-failure.ts'
import { resolveHome } from './home.ts'
import { createLogger } from './log.ts'
import { narrowHome } from './private-home.ts'

let library: TempLibrary
let umask: number
beforeEach(() => {
  library = makeTempLibrary({ 'a.md': '# Apple\n' })
  umask = process.umask(0o000)
})
afterEach(async () => {
  process.umask(umask)
  await library.close()
})

/** What others may do with each entry of a folder, as octal digits; the library in it is left out. */
function othersIn(folder: string, prefix = ''): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.name === 'standards') return []
    const others = (lstatSync(path).mode & 0o077).toString(8)
    const below = entry.isDirectory() ? othersIn(path, `${prefix}${entry.name}/`) : []
    return [...(others === '0' ? [] : [`${prefix}${entry.name} ${others}`]), ...below]
  })
}
const modeOf = (path: string) => lstatSync(path).mode & 0o777

describe.skipIf(process.platform === 'win32')('the home', () => {
  async function useEverything(): Promise<void> {
    const core = library.openCore({ library: undefined })
    createLogger(core.home.logs, 'test')('info', 'a line')
    core.settings.change({ welcomed: true })
    core.activity.report(describeFailure(new Error('x'), 'test', 'It failed'))
    core.activity.flush()
    await core.whenFresh()
    await eventually(() => core.library.status().progress.state === 'watching')
    expect(readdirSync(library.home)).toEqual(
      expect.arrayContaining([
        'activity.db',
        'activity.db-wal',
        'index.db',
        'index.db-shm',
        'lease.db',
        'logs',
      ]),
    )
    // While it runs, for the write-ahead logs are gone afterwards.
    expect(othersIn(library.home)).toEqual([])
    expect(modeOf(library.home)).toBe(0o700)
    await core.close()
  }

  it('is made for the user only, whatever the umask', () => useEverything())

  it('of an earlier version is narrowed at the start', async () => {
    await useEverything()
    const wide = (name: string) => chmodSync(join(library.home, name), 0o666)
    mkdirSync(join(library.home, 'backups'))
    for (const name of ['activity.db-wal', 'index.db.damaged', 'backups/a.json', 'host.json', 'http-token'])
      writeFileSync(join(library.home, name), '')
    for (const name of readdirSync(library.home)) if (!/^(?:logs|backups|standards)$/.test(name)) wide(name)
    for (const name of ['logs', 'backups', '']) chmodSync(join(library.home, name), 0o777)
    writeFileSync(join(library.home, 'activity.db-wal'), '')
    await useEverything()
  })

  it('is narrowed without the library, files of others and the targets of links', () => {
    const home = resolveHome(library.home)
    mkdirSync(join(home.dir, 'standards'), { recursive: true })
    const untouched = ['standards', 'standards/a.md', 'notes.txt', '../linked']
    for (const name of untouched.slice(1)) writeFileSync(join(home.dir, name), '')
    symlinkSync('../linked', home.settings)
    const before = untouched.map((name) => modeOf(join(home.dir, name)))
    narrowHome(home, home.defaultLibrary)
    expect(untouched.map((name) => modeOf(join(home.dir, name)))).toEqual(before)
    expect(modeOf(home.dir)).toBe(0o700)
  })

  it('that is the library itself, or a shared folder, keeps its mode', () => {
    const home = resolveHome(library.root)
    const before = modeOf(library.root)
    narrowHome(home, library.root)
    expect(modeOf(library.root)).toBe(before)
    chmodSync(library.root, 0o1777)
    narrowHome(home, library.folder)
    expect(lstatSync(library.root).mode & 0o1777).toBe(0o1777)
  })

  it('can be used by a user who may not change its mode', () => {
    expect(() => narrowHome(resolveHome(join(library.folder, 'missing')), library.root)).not.toThrow()
  })
})
