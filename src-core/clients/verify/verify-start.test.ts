import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { type Machine, thisMachine } from '../table/machine.ts'
import { createStartChooser } from './choose-start.ts'
import { minimalEnvironment } from './minimal-environment.ts'
import { isTranslocated, rejectTranslocated } from './translocation.ts'
import { verifyStart } from './verify-start.ts'

const FAKE = join(import.meta.dirname, '../testing/fake-server.ts')
const fake = (how: string) => ({ command: process.execPath, args: [FAKE, `how=${how}`] })
const LIMITS = { handshake: 5_000, call: 5_000, end: 500 }

describe('verifyStart', () => {
  it('reports success for a server that answers', async () => {
    const test = await verifyStart(fake('good'), thisMachine(), LIMITS)
    expect(test).toMatchObject({ ok: true, remedy: '', stderr: [] })
    expect(test.message).toBe(`It answered in ${test.millis} ms.`)
  })

  it('starts the server in the root folder, with the minimal environment and the variables of the entry', async () => {
    process.env.PLUMBLINE_SECRET_OF_A_SHELL = 'x'
    const test = await verifyStart(
      { ...fake('fails'), env: { EXTRA: 'from the entry' } },
      thisMachine(),
      LIMITS,
    )
    expect(test.ok).toBe(false)
    expect(test.message).toMatch(/: \/ /)
    expect(test.message).toContain('from the entry')
    expect(test.message).toContain('HOME')
    expect(test.message).not.toMatch(/PLUMBLINE_SECRET|npm_|NODE_/)
  })

  it.each([
    ['noise', /something other than MCP.*Hello, I have started/],
    ['dies', /ended with code 1 before it answered. A file of Plumbline is missing/],
    ['rejects', /answered with an error: unknown method/],
  ])('explains the failure of a server (%s)', async (how, message) => {
    const test = await verifyStart(fake(how), thisMachine(), LIMITS)
    expect(test).toMatchObject({ ok: false, message: expect.stringMatching(message) })
    expect(test.remedy).not.toBe('')
    if (how === 'dies')
      expect(test.stderr).toEqual(['first line', 'Error: Cannot find module /gone/server.mjs'])
  })

  it('times out when the server does not answer', async () => {
    const test = await verifyStart(fake('silent'), thisMachine(), { ...LIMITS, handshake: 300 })
    expect(test).toMatchObject({ ok: false, message: expect.stringMatching(/did not answer within/) })
  })

  it('explains a missing program and a file that may not be run', async () => {
    const gone = await verifyStart({ command: '/no/such/node', args: [] }, thisMachine(), LIMITS)
    expect(gone).toMatchObject({ ok: false, message: 'There is no program at /no/such/node.' })
    const denied = await verifyStart({ command: '/etc/passwd', args: [] }, thisMachine(), LIMITS)
    expect(denied).toMatchObject({ ok: false, message: expect.stringMatching(/does not let .*EACCES/) })
  })
})

const BUILT = join(import.meta.dirname, '../../../dist/mcp')

describe.runIf(existsSync(join(BUILT, 'server.mjs')))('the built server', () => {
  const home = mkdtempSync(join(tmpdir(), 'plumbline Ünter home-'))
  afterAll(() => rmSync(home, { recursive: true, force: true, maxRetries: 5 }))

  it('answers, and the bundle is chosen when the start file does not fit', async () => {
    const bundle = { command: process.execPath, args: [join(BUILT, 'server.mjs'), '--home', home] }
    const test = await verifyStart(bundle)
    expect(test).toMatchObject({ ok: true, stderr: [] })
    const torn = {
      command: process.execPath,
      args: ['--snapshot-blob', join(BUILT, 'server.mjs'), 'server', '--home', home],
    }
    const bad = await verifyStart(torn)
    expect(bad).toMatchObject({ ok: false, message: expect.stringMatching(/start file/) })
    const chooser = createStartChooser([torn, bundle], (start) => verifyStart(start))
    expect(await chooser.choose()).toBe(bundle)
    expect(chooser.known()).toBe(bundle)
    await expect(createStartChooser([torn], (start) => verifyStart(start)).choose()).rejects.toMatchObject({
      code: 'installation-broken',
    })
  })
})

describe('minimalEnvironment', () => {
  it('is the environment of a desktop app', () => {
    const machine = (platform: Machine['platform'], home: string, env: Record<string, string>): Machine => ({
      platform,
      home,
      env,
      storePackages: [],
    })
    expect(
      minimalEnvironment(
        machine('darwin', '/Users/z', { PATH: '/opt/homebrew/bin', USER: 'z', NVM_DIR: 'x' }),
      ),
    ).toEqual({
      HOME: '/Users/z',
      USER: 'z',
      PATH: '/usr/bin:/bin:/usr/sbin:/sbin',
    })
    expect(
      minimalEnvironment(
        machine('win32', 'C:\\Users\\z', { SystemRoot: 'D:\\Windows', PATH: 'x', TEMP: 'D:\\t' }),
      ),
    ).toEqual({
      APPDATA: 'C:\\Users\\z\\AppData\\Roaming',
      LOCALAPPDATA: 'C:\\Users\\z\\AppData\\Local',
      PATH: 'D:\\Windows\\system32;D:\\Windows',
      SystemRoot: 'D:\\Windows',
      TEMP: 'D:\\t',
      USERPROFILE: 'C:\\Users\\z',
    })
  })
})

describe('rejectTranslocated', () => {
  it('rejects the temporary path of an app that is still in its download folder', () => {
    const odd = { command: '/private/var/folders/x/T/AppTranslocation/1-2/d/Plumbline.app/node', args: [] }
    expect(isTranslocated(odd)).toBe(true)
    expect(() => rejectTranslocated([odd])).toThrow(/temporary place/)
    expect(() =>
      rejectTranslocated([{ command: '/Applications/Plumbline.app/node', args: [] }]),
    ).not.toThrow()
  })
})
