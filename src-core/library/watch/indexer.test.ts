import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { HostCore } from '../../app/create-host-core.ts'
import { eventually, makeTempLibrary, type TempLibrary } from '../../testing/temp-library.ts'

let library: TempLibrary
let core: HostCore
beforeEach(async () => {
  library = makeTempLibrary({
    'a.md': '# Apple\n',
    'b.md': '# Banana\n',
    'fruit/c.md': '# Cherry\n',
    'fruit/red/d.md': '# Date\n',
  })
  core = library.openCore()
  await core.whenFresh()
  await eventually(() => core.library.status().progress.state === 'watching')
})
afterEach(() => library.close())

const ids = () => core.library.list({}, null, 1000).items.map((item) => item.id)
const title = (id: string) => core.library.get(id)?.title

describe('the indexer', () => {
  it('serves the library once it is fresh', () => {
    expect(ids()).toEqual(['a.md', 'b.md', 'fruit/c.md', 'fruit/red/d.md'])
    expect(core.library.status().progress).toMatchObject({
      pid: process.pid,
      done: 4,
      total: 4,
      message: null,
    })
  })

  it('follows edits, new files and deleted files', async () => {
    library.write('a.md', '# Apricot\n')
    await eventually(() => title('a.md') === 'Apricot')
    library.write('new/folder/e.md', '# Elderberry\n')
    await eventually(() => title('new/folder/e.md') === 'Elderberry')
    library.remove('b.md')
    await eventually(() => title('b.md') === undefined)
    expect(core.library.search('banana', {}, 5).total).toBe(0)
    expect(core.library.search('apricot', {}, 5).total).toBe(1)
  })

  it('follows an editor that repeatedly writes a new file and renames it over the old one', async () => {
    for (const fruit of ['Fig', 'Grape', 'Kiwi']) {
      library.write('a.md.tmp', `# ${fruit}\n`)
      library.rename('a.md.tmp', 'a.md')
      await eventually(() => title('a.md') === fruit)
    }
  })

  it('follows an editor that moves the old file away first', async () => {
    library.rename('a.md', 'a.md~')
    library.write('a.md', '# Lemon\n')
    await eventually(() => title('a.md') === 'Lemon')
    expect(ids()).toHaveLength(4)
  })

  it('follows a renamed file and a renamed folder', async () => {
    library.rename('a.md', 'z.md')
    await eventually(() => title('z.md') === 'Apple' && title('a.md') === undefined)
    library.rename('fruit', 'obst')
    await eventually(() => title('obst/red/d.md') === 'Date' && title('fruit/red/d.md') === undefined)
    expect(ids()).toEqual(['b.md', 'obst/c.md', 'obst/red/d.md', 'z.md'])
    library.write('obst/red/d.md', '# Dragonfruit\n')
    await eventually(() => title('obst/red/d.md') === 'Dragonfruit')
  })

  it('follows folders that are moved in and deleted', async () => {
    mkdirSync(`${library.folder}/beside/deep`, { recursive: true })
    writeFileSync(`${library.folder}/beside/deep/m.md`, '# Mango\n')
    renameSync(`${library.folder}/beside`, library.path('moved'))
    await eventually(() => title('moved/deep/m.md') === 'Mango')
    library.remove('fruit')
    await eventually(() => ids().join() === 'a.md,b.md,moved/deep/m.md')
  })

  it('serves the index while the library is missing, and follows the library when it is back', async () => {
    const away = `${library.folder}/away`
    renameSync(library.root, away)
    await eventually(() => core.library.status().progress.state === 'missing')
    expect(core.library.status().progress.message).toContain(library.root)
    expect(title('a.md')).toBe('Apple')
    await expect(core.reindex(false)).rejects.toThrow(/is not there/)

    writeFileSync(`${away}/a.md`, '# Avocado\n')
    renameSync(away, library.root)
    await eventually(() => title('a.md') === 'Avocado')
    await eventually(() => core.library.status().progress.state === 'watching')
    expect(core.library.status().progress.message).toBeNull()
    library.write('b.md', '# Blueberry\n')
    await eventually(() => title('b.md') === 'Blueberry')
  })

  it('follows a library that is deleted and created again', async () => {
    rmSync(library.root, { recursive: true })
    library.write('n.md', '# Nectarine\n')
    await eventually(() => ids().join() === 'n.md')
    library.write('n.md', '# Nashi\n')
    await eventually(() => title('n.md') === 'Nashi')
  })

  it('indexes a burst of changes', async () => {
    for (let at = 0; at < 300; at++) library.write(`burst/${at % 7}/${at}.md`, `# Burst ${at}\n`)
    for (let at = 0; at < 300; at += 3) library.remove(`burst/${at % 7}/${at}.md`)
    for (let at = 1; at < 300; at += 3) library.write(`burst/${at % 7}/${at}.md`, `# Again ${at}\n`)
    await eventually(() => core.library.status().standards === 204 && title('burst/4/298.md') === 'Again 298')
    await eventually(() => core.library.search('again', {}, 1).total === 100)
  })

  it('scans on request, and reads all files when forced', async () => {
    library.write('e.md', '# Elderberry\n')
    expect(await core.reindex(false)).toMatchObject({ files: 5 })
    expect(title('e.md')).toBe('Elderberry')
    expect(await core.reindex(true)).toEqual({ files: 5, read: 5, removed: 0 })
  })

  it('aborts a scan, and continues with the next request', async () => {
    for (let at = 0; at < 4500; at++) library.write(`many/${at}.md`, `# Number ${at}\n`)
    const stop = new AbortController()
    const stopped = core.reindex(true, stop.signal, () => stop.abort())
    await expect(stopped).rejects.toThrow(/abort/i)
    await eventually(() => core.library.status().progress.state === 'watching')
    expect((await core.reindex(false)).files).toBe(4504)
    expect(core.library.status().standards).toBe(4504)
  })

  it('does not start a scan for an aborted signal', async () => {
    await expect(core.reindex(true, AbortSignal.abort())).rejects.toThrow(/abort/i)
  })

  it('ignores the signal of a scan that has ended', async () => {
    const over = new AbortController()
    await core.reindex(false, over.signal)
    const running = core.reindex(true)
    over.abort()
    expect(await running).toMatchObject({ read: 4 })
  })
})

describe('a library that cannot be used', () => {
  it.each([
    ['is a file', (path: string) => writeFileSync(path, '')],
    ['is a link to itself', (path: string) => symlinkSync(path, path)],
    ['is not there', () => {}],
  ])('is waited for when it %s', async (_, make) => {
    const root = `${library.folder}/other`
    make(root)
    const waiting = library.openCore({ home: `${library.folder}/other-home`, library: root })
    await waiting.whenFresh()
    const { state, message } = waiting.library.status().progress
    expect(['missing', 'failed']).toContain(state)
    expect(message).toContain(root)
    expect(waiting.library.list({}, null, 10).items).toEqual([])

    rmSync(root, { force: true })
    mkdirSync(root)
    writeFileSync(`${root}/a.md`, '# Here now\n')
    await eventually(() => waiting.library.get('a.md')?.title === 'Here now')
    expect(library.logged.join()).not.toContain('thread')
  })
})
