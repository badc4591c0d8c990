import { spawn } from 'node:child_process'
import {
  chmodSync,
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PlumblineError } from '../../../src-shared/contract/errors.ts'
import { planConnect } from '../plan/plan-connect.ts'
import { clientById } from '../table/client-table.ts'
import { writeBackup } from './backups.ts'
import { editFile } from './edit-file.ts'
import { type FileOps, NODE_FILES } from './file-ops.ts'
import { hashOf, openHistory } from './history.ts'

const START = {
  command: '/opt/plumbline/node',
  args: ['/opt/plumbline/server.mjs', '--home', '/home/u/.plumbline'],
}
const CLIENT = clientById('claude-desktop')
const connect = (bytes: Uint8Array | null) => planConnect(bytes, CLIENT, { start: START })
const OLD = '{\n  "preferences": { "a": 1 },\n  "mcpServers": { "x": { "command": "y" } }\n}\n'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-edit-'))
  file = join(folder, 'Claude', 'config.json')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function write(text: string): void {
  mkdirSync(join(folder, 'Claude'), { recursive: true })
  writeFileSync(file, text)
  // An old modification time, so that the file counts as settled.
  const past = new Date(Date.now() - 60_000)
  utimesSync(file, past, past)
}

const backUp = (before: Uint8Array | null) =>
  before && writeBackup(join(folder, 'backups'), 'claude-desktop', file, before, new Date(), NODE_FILES)
const text = () => readFileSync(file, 'utf8')
const folderContent = () => readdirSync(join(folder, 'Claude'))

/** Operations of which the `n`th fails; with `crash` all later ones fail too, as if the process had died. */
function failing(n: number, crash: boolean): { files: FileOps; calls: () => number } {
  let calls = 0
  const wrapped = Object.entries(NODE_FILES).map(([name, work]) => [
    name,
    (...args: unknown[]) => {
      calls++
      if (calls === n || (crash && calls > n))
        throw Object.assign(new Error(`${name} failed`), { code: 'EIO' })
      return (work as unknown as (...args: unknown[]) => unknown)(...args)
    },
  ])
  return { files: Object.fromEntries(wrapped) as FileOps, calls: () => calls }
}

describe('editFile', () => {
  it('writes with a backup, and does nothing the second time', async () => {
    write(OLD)
    const edited = await editFile(file, connect, backUp)
    if (edited.kind !== 'written') throw new Error(edited.kind)
    expect(readFileSync(edited.backup ?? '', 'utf8')).toBe(OLD)
    expect(statSync(edited.backup ?? '').mode & 0o777).toBe(0o600)
    expect(JSON.parse(text()).mcpServers).toEqual({ x: { command: 'y' }, plumbline: START })
    expect(await editFile(file, connect, backUp)).toEqual({ kind: 'same' })
    expect(folderContent()).toEqual(['config.json'])
    expect(readdirSync(join(folder, 'backups'))).toHaveLength(1)
  })

  it('creates a missing file and its folders, readable by the user only', async () => {
    const edited = await editFile(file, connect, backUp)
    expect(edited).toMatchObject({ kind: 'written', before: null, backup: null })
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  it('preserves the mode and follows symbolic links', async () => {
    const real = join(folder, 'dotfiles.json')
    writeFileSync(real, OLD)
    chmodSync(real, 0o664)
    mkdirSync(join(folder, 'Claude'))
    symlinkSync('between', file)
    symlinkSync('../dotfiles.json', join(folder, 'Claude', 'between'))
    await editFile(file, connect, backUp)
    expect(JSON.parse(readFileSync(real, 'utf8')).mcpServers.plumbline).toEqual(START)
    expect(statSync(real).mode & 0o777).toBe(0o664)
    expect(folderContent().toSorted()).toEqual(['between', 'config.json'])
    // A link whose target does not exist.
    rmSync(real)
    await editFile(file, connect, backUp)
    expect(JSON.parse(readFileSync(real, 'utf8')).mcpServers.plumbline).toEqual(START)
  })

  it('rejects a read-only file and a file that does not parse', async () => {
    write(OLD)
    chmodSync(file, 0o444)
    await expect(editFile(file, connect, backUp)).rejects.toMatchObject({
      code: 'config-unusable',
      message: expect.stringContaining('read-only'),
    })
    expect(text()).toBe(OLD)
    chmodSync(file, 0o644)
    write('{ "a": 1, }')
    expect(await editFile(file, connect, backUp)).toMatchObject({ kind: 'broken', line: 1 })
    expect(text()).toBe('{ "a": 1, }')
    expect(folderContent()).toEqual(['config.json'])
  })

  it.each([
    ['failing', false],
    ['dying', true],
  ])('leaves the old or the new file whole, %s at any step', async (_name, crash) => {
    const whole = Buffer.from((connect(Buffer.from(OLD)) as { bytes: Uint8Array }).bytes).toString()
    let failures = 0
    for (let n = 1; ; n++) {
      write(OLD)
      const { files, calls } = failing(n, crash)
      let failed = true
      try {
        await editFile(
          file,
          connect,
          (before) =>
            before && writeBackup(join(folder, 'backups'), 'claude-desktop', file, before, new Date(), files),
          files,
        )
        failed = false
      } catch (error) {
        expect(error).toBeInstanceOf(PlumblineError)
        failures++
      }
      expect([OLD, whole]).toContain(text())
      if (!failed) expect(text()).toBe(whole)
      if (!crash) expect(folderContent()).toEqual(['config.json'])
      if (calls() < n) break
    }
    expect(failures).toBeGreaterThan(8)
  })

  it('plans again when the file changes between reading and writing, and finally gives up', async () => {
    write(OLD)
    let rounds = 0
    const changingFor = (most: number) => (bytes: Uint8Array | null) => {
      if (rounds < most) writeFileSync(file, OLD.replace('"a": 1', `"a": ${10 + ++rounds}`))
      return connect(bytes)
    }
    expect(await editFile(file, changingFor(2), backUp)).toMatchObject({ kind: 'written' })
    expect(JSON.parse(text())).toMatchObject({ preferences: { a: 12 }, mcpServers: { plumbline: START } })
    write(OLD)
    rounds = 0
    await expect(editFile(file, changingFor(1_000), backUp)).rejects.toMatchObject({ code: 'config-changed' })
    expect(JSON.parse(text())).toEqual({
      preferences: { a: 10 + rounds },
      mcpServers: { x: { command: 'y' } },
    })
    expect(folderContent()).toEqual(['config.json'])
  })

  it.skipIf(process.platform === 'win32')(
    'takes over what another program wrote to the replaced file',
    async () => {
      write(OLD)
      const theirs = OLD.replace('"a": 1', '"late": true')
      const fd = openSync(file, 'r+')
      let renamed = 0
      const files: FileOps = {
        ...NODE_FILES,
        renameSync(from, to) {
          NODE_FILES.renameSync(from, to)
          if (renamed++ > 0) return
          // The client had the file open, and still writes to the replaced file.
          ftruncateSync(fd)
          writeSync(fd, theirs, 0)
        },
      }
      await editFile(file, connect, backUp, files)
      closeSync(fd)
      expect(JSON.parse(text())).toMatchObject({
        preferences: { late: true },
        mcpServers: { plumbline: START },
      })
    },
  )

  it.each(['place', 'rename'])('loses nothing of a client that rewrites the file (%s)', async (how) => {
    write('{ "own": [] }')
    const script = join(import.meta.dirname, '../testing/rewriting-client.ts')
    const child = spawn(process.execPath, [script, file, how, '40', '35'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let output = ''
    child.stdout.on('data', (data) => {
      output += data
    })
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
    while (!output.includes('began')) await new Promise((resolve) => setTimeout(resolve, 5))
    let done = false
    void ended.then(() => {
      done = true
    })
    let written = 0
    while (!done) {
      try {
        if ((await editFile(file, connect, () => null)).kind === 'written') written++
      } catch (error) {
        expect(error).toMatchObject({ code: 'config-changed' })
      }
      // `editFile` waits for nothing when the entry is there, and the end of the client must be noticed.
      await nextTurn()
    }
    expect(await ended).toBe(0)
    await editFile(file, connect, () => null)
    const config = JSON.parse(text())
    expect(config.own).toEqual(Array.from({ length: 40 }, (_, i) => i))
    expect(config.mcpServers.plumbline).toEqual(START)
    expect(written).toBeGreaterThan(0)
  })
})

describe('openHistory', () => {
  it('stores a record per client, and treats a broken file as empty', () => {
    const path = join(folder, 'connections.json')
    const history = openHistory(path)
    expect(history.get('zed')).toMatchObject({ files: [], test: null })
    history.change('zed', () => ({ since: 5 }))
    history.change('codex', ({ events }) => ({ events: [...events, { at: 1, kind: 'written', file: '/f' }] }))
    expect(openHistory(path).get('zed').since).toBe(5)
    expect(openHistory(path).get('codex').events).toHaveLength(1)
    writeFileSync(path, '{ broken')
    expect(history.get('zed').since).toBe(0)
    history.change('zed', () => ({ since: 6 }))
    expect(history.get('zed').since).toBe(6)
    expect(existsSync(path)).toBe(true)
  })

  it('computes SHA-256', () => {
    expect(hashOf(new Uint8Array())).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  })
})
