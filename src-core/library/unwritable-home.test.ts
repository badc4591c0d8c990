import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PlumblineError } from '../../src-shared/contract/errors.ts'
import type { HostCore } from '../app/create-host-core.ts'
import { mountSmallDisk, type SmallDisk, whyNoMount } from '../testing/small-disk.ts'
import { eventually, makeTempLibrary, type TempLibrary } from '../testing/temp-library.ts'

let library: TempLibrary
let disk: SmallDisk
beforeEach(() => {
  library = makeTempLibrary({ 'a.md': '# Apple\n\nalpha\n' })
  disk = mountSmallDisk(library.home, 6)
})
afterEach(async () => {
  disk.setReadOnly(false)
  await library.closeCores()
  disk.unmount()
  await library.close()
})

const total = (core: HostCore, query: string) => core.library.search(query, {}, 5).total
const trouble = (core: HostCore) => eventually(() => core.library.trouble())

/** A home with an index whose process has ended. */
async function indexOnce(): Promise<void> {
  const core = library.openCore()
  await core.whenFresh()
  await core.close()
}

describe.skipIf(whyNoMount() !== null)('a home on a full disk', () => {
  it('is named by a process that runs, which answers from the index as it is and catches up with free space', async () => {
    const core = library.openCore()
    await core.whenFresh()
    disk.fill()
    for (let n = 0; n < 100; n++) library.write(`new/${n}.md`, `# ${n}\n\nzebra ${'x'.repeat(500)}\n`)
    const { state, message } = await trouble(core)
    expect(state).toBe('failed')
    expect(message).toContain(`The disk with Plumbline's folder ${library.home} is full. Free some space`)
    expect(core.library.status().progress).toMatchObject({ state, message })
    expect(total(core, 'alpha')).toBe(1)
    await expect(core.reindex(true)).rejects.toMatchObject({ code: 'home-unusable' })
    disk.free()
    await eventually(() => core.library.trouble() === null && total(core, 'zebra') === 100)
  })

  it('is read by a process that starts there, at once and in its last state', async () => {
    await indexOnce()
    disk.fill()
    library.write('b.md', '# Banana\n\nzebra\n')
    const core = library.openCore()
    await core.whenFresh()
    expect(total(core, 'alpha')).toBe(1)
    expect((await trouble(core)).message).toContain('is full')
    await expect(core.reindex(false)).rejects.toThrow(/is full/)
    disk.free()
    await eventually(() => core.library.trouble() === null && total(core, 'zebra') === 1)
  })

  it('without an index is a sentence at once, and indexed with free space', async () => {
    disk.fill()
    const core = library.openCore()
    await core.whenFresh()
    expect(() => core.library.status()).toThrow(PlumblineError)
    expect(() => core.library.status()).toThrow(/is full/)
    expect(core.library.trouble()).toMatchObject({ state: 'failed' })
    disk.free()
    await eventually(() => total(core, 'alpha') === 1 && core.library.trouble() === null)
  })

  it('keeps settings as they are, and says why they cannot be changed', async () => {
    const core = library.openCore()
    await core.whenFresh()
    core.settings.change({ cache: { ttl: 50 } })
    disk.fill()
    expect(() => core.settings.change({ cache: { ttl: 60 } })).toThrow(/is full/)
    expect(core.settings.current().cache.ttl).toBe(50)
    expect(statSync(join(library.home, 'settings.json')).size).toBeGreaterThan(0)
    disk.free()
    expect(core.settings.change({ cache: { ttl: 60 } }).cache.ttl).toBe(60)
  })
})

describe.skipIf(whyNoMount() !== null)('a home that can be read but not written', () => {
  it('is served as it is, and says so', async () => {
    await indexOnce()
    library.write('b.md', '# Banana\n\nzebra\n')
    disk.setReadOnly(true)
    const core = library.openCore()
    await core.whenFresh()
    expect(total(core, 'alpha')).toBe(1)
    expect(total(core, 'zebra')).toBe(0)
    expect((await trouble(core)).message).toMatch(/cannot write to its folder .* Make it writable/)
    disk.setReadOnly(false)
    await eventually(() => core.library.trouble() === null && total(core, 'zebra') === 1)
  })

  it('is served with what its write-ahead log holds', async () => {
    const core = library.openCore()
    await core.whenFresh()
    library.write('b.md', '# Banana\n\nzebra\n')
    await eventually(() => total(core, 'zebra') === 1)
    // As a copy of the home has it that was made while the process ran.
    const copies = ['index.db', 'index.db-wal'].map((name) => join(library.home, name))
    const bytes = copies.map((file) => readFileSync(file))
    await core.close()
    for (const [at, file] of copies.entries()) writeFileSync(file, bytes[at] ?? '')
    rmSync(join(library.home, 'index.db-shm'), { force: true })
    disk.setReadOnly(true)
    const reader = library.openCore()
    await reader.whenFresh()
    expect(total(reader, 'zebra')).toBe(1)
  })
})
