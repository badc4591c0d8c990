import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PlumblineError } from '../../src-shared/contract/errors.ts'
import type { SettingsChange } from '../../src-shared/contract/settings.ts'
import { eventually } from '../testing/temp-library.ts'
import { createSettings, type SettingsService } from './settings.ts'

let folder: string
let file: string
let opened: SettingsService[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-settings-'))
  file = join(folder, 'settings.json')
  opened = []
})
afterEach(() => {
  for (const settings of opened) settings.close()
  rmSync(folder, { recursive: true, force: true })
})

function open(text?: string): SettingsService {
  if (text !== undefined) writeFileSync(file, text)
  const settings = createSettings(file)
  opened.push(settings)
  return settings
}

const written = () => JSON.parse(readFileSync(file, 'utf8'))

function failure(work: () => unknown): PlumblineError {
  try {
    work()
  } catch (error) {
    if (error instanceof PlumblineError) return error
    throw error
  }
  throw new Error('Nothing was thrown')
}

describe('settings', () => {
  it('are the defaults without a file, and reading creates none', () => {
    const settings = open()
    expect(settings.current()).toMatchObject({ library: null, endpoint: { port: 9001, webSocket: true } })
    expect(settings.problem()).toBeNull()
    expect(existsSync(file)).toBe(false)
  })

  it('are written readable by the user only, and read again by the next process', () => {
    expect(open().change({ library: ' /somewhere ', cache: { ttl: 60 } }).cache).toEqual({
      enabled: true,
      ttl: 60,
    })
    expect(written()).toEqual({ library: resolve('/somewhere'), cache: { ttl: 60 } })
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(open().current()).toMatchObject({ library: resolve('/somewhere'), cache: { ttl: 60 } })
    expect(readdirSync(folder).sort()).toEqual(['settings.json', 'settings.lock'])
  })

  it('preserve what other versions wrote', () => {
    const text =
      '\uFEFF{"someday": {"a": 1}, "endpoint": {"port": 9100, "quic": true}, "__proto__": {"x": 1}}'
    const settings = open(text)
    settings.change({ endpoint: { port: 9200 }, welcomed: true })
    expect(readFileSync(file, 'utf8')).toBe(
      `${JSON.stringify(
        JSON.parse(
          '{"someday":{"a":1},"endpoint":{"port":9200,"quic":true},"__proto__":{"x":1},"welcomed":true}',
        ),
        null,
        2,
      )}\n`,
    )
  })

  it.skipIf(process.platform === 'win32')('preserve the mode of the file, and a symbolic link', () => {
    const real = join(folder, 'real.json')
    writeFileSync(real, '{}')
    chmodSync(real, 0o640)
    symlinkSync(real, file)
    open().change({ welcomed: true })
    expect(lstatSync(file).isSymbolicLink()).toBe(true)
    expect(statSync(real).mode & 0o777).toBe(0o640)
    expect(JSON.parse(readFileSync(real, 'utf8'))).toEqual({ welcomed: true })
  })

  it.skipIf(process.platform === 'win32')('are created at the missing target of a symbolic link', () => {
    symlinkSync('later.json', file)
    open().change({ welcomed: true })
    expect(lstatSync(file).isSymbolicLink()).toBe(true)
    expect(existsSync(join(folder, 'later.json'))).toBe(true)
  })
})

describe('an invalid setting', () => {
  it.each<[unknown, RegExp]>([
    [{ endpoint: { port: 80 } }, /^“endpoint.port” must be 1024 or more\.$/],
    [{ endpoint: { port: 70_000 } }, /^“endpoint.port” must be 65535 or less/],
    [{ endpoint: { port: 9001.5 } }, /^“endpoint.port” must be a whole number/],
    [{ endpoint: { port: '9001' } }, /^“endpoint.port” must be a number/],
    [{ endpoint: 7 }, /^“endpoint” must be an object/],
    [{ window: { theme: 'pink' } }, /^“window.theme” must be one of system, light, dark/],
    [{ library: '  ' }, /^“library” is not a path/],
    [{ library: 'relative/x' }, /^“library” is not the whole path of a folder: begin with/],
    [{ library: './x' }, /^“library” is not the whole path/],
    [{ library: 'https://example.com/x' }, /^“library” is not the whole path/],
    [{ library: '/a\0b' }, /^“library” has a character that no path can have/],
    [{ library: '/a\nb' }, /^“library” has a character that no path can have/],
    [{ library: '/' }, /^“library” is the whole disk/],
    [{ connect: { repair: [1] } }, /^“connect.repair” must be a text/],
    [{ cache: { ttl: 0 }, welcomed: 1 }, /ttl” must be 1 or more/],
    [{ someday: true }, /^There is no setting “someday”/],
    [{ endpoint: { quic: true } }, /^There is no setting “endpoint.quic”/],
    [JSON.parse('{"__proto__": {"x": 1}}'), /^There is no setting “__proto__”/],
    [{ toString: 1 }, /^There is no setting “toString”/],
    [[], /must be given as an object/],
  ])('is rejected: %j', (change, message) => {
    const settings = open('{"welcomed": true}')
    const error = failure(() => settings.change(change as SettingsChange))
    expect(error.code).toBe('settings-wrong')
    expect(error.message).toMatch(message)
    expect(readFileSync(file, 'utf8')).toBe('{"welcomed": true}')
  })

  it('in the file leaves the default, and is reported with its name', () => {
    const settings = open(
      '{"endpoint": {"port": "x", "tcp": true}, "library": "/l", "connect": {"repair": [1]}}',
    )
    expect(settings.current()).toMatchObject({
      library: resolve('/l'),
      endpoint: { port: 9001, tcp: true },
      connect: { repair: [] },
    })
    expect(settings.problem()).toContain(file)
    expect(settings.problem()).toMatch(/“endpoint.port” must be a number; “connect.repair”/)
    expect(settings.isLibraryUnknown()).toBe(false)
  })

  it('in the file leaves the last valid one, does not block other changes, and can be corrected', async () => {
    const settings = open('{"endpoint": {"port": 9100}}')
    writeFileSync(file, '{"endpoint": {"port": 1}, "welcomed": true}')
    await eventually(() => settings.current().welcomed && settings.problem())
    expect(settings.current().endpoint.port).toBe(9100)
    settings.change({ cache: { ttl: 7 } })
    expect(written()).toEqual({ endpoint: { port: 1 }, welcomed: true, cache: { ttl: 7 } })
    expect(settings.current()).toMatchObject({ endpoint: { port: 9100 }, cache: { ttl: 7 } })
    settings.change({ endpoint: { port: 9300 } })
    expect(settings.problem()).toBeNull()
    expect(settings.current().endpoint.port).toBe(9300)
  })
})

describe('the library', () => {
  it('may begin with ~, which stands for the home folder of the user', () => {
    const text = '{"library": "~/standards/"}'
    expect(open(text).current().library).toBe(join(homedir(), 'standards'))
    expect(readFileSync(file, 'utf8')).toBe(text)
    open().change({ library: '~' })
    expect(written()).toEqual({ library: homedir() })
  })

  it.each(['rel', './rel', '../rel', '~other/x', '/tmp/x\0y', 'C:', '/'])(
    'that is no path makes it unknown: %j',
    (library) => {
      const settings = open(JSON.stringify({ library, cache: { ttl: 5 } }))
      expect(settings.problem()).toMatch(/“library” .*\. Correct it/)
      expect(settings.isLibraryUnknown()).toBe(true)
      expect(settings.current()).toMatchObject({ library: null, cache: { ttl: 5 } })
    },
  )
})

describe('an empty file', () => {
  const aside = () => readdirSync(folder).filter((name) => /^settings\.json\.empty-[\dTZ-]+$/.test(name))
  const openKnowing = (lost: SettingsChange) => {
    const settings = createSettings(file, undefined, () => lost)
    opened.push(settings)
    return settings
  }

  it.each(['', ' \n', '\0\0\0', '\uFEFF'])('is set aside, and what is known of it is written: %j', (text) => {
    writeFileSync(file, text)
    const settings = openKnowing({ library: folder })
    expect(settings.current()).toMatchObject({ library: folder, endpoint: { port: 9001 } })
    expect(settings.isLibraryUnknown()).toBe(false)
    expect(settings.problem()).toMatch(/was empty and was moved to .*, and the library is that of the index/)
    expect(written()).toEqual({ library: folder })
    expect(aside()).toHaveLength(1)
    const next = openKnowing({ library: '/other' })
    expect(next.problem()).toBeNull()
    expect(next.current().library).toBe(folder)
    settings.change({ welcomed: true })
    expect(settings.problem()).toBeNull()
  })

  it('stays while it cannot be replaced, and what is known is in effect', () => {
    writeFileSync(file, '')
    mkdirSync(join(folder, 'settings.lock'))
    const settings = openKnowing({ library: folder })
    expect(settings.current().library).toBe(folder)
    expect(settings.isLibraryUnknown()).toBe(false)
    expect(settings.problem()).toContain('cannot be replaced')
    expect(readFileSync(file, 'utf8')).toBe('')
  })

  it('leaves the last valid settings in effect while a process runs', async () => {
    writeFileSync(file, '{"library": "/l"}')
    const settings = openKnowing({})
    writeFileSync(file, '')
    await eventually(() => settings.current() && settings.problem())
    expect(settings.problem()).toContain('is empty')
    expect(settings.current().library).toBe(resolve('/l'))
    expect(aside()).toEqual([])
  })
})

it('are changed although the lock file is damaged', () => {
  writeFileSync(join(folder, 'settings.lock'), 'x'.repeat(5_000))
  expect(open().change({ welcomed: true }).welcomed).toBe(true)
})

describe('a file that is not JSON', () => {
  it.each(['{"library": ', '[]', 'null', '', '7'])('is never overwritten: %j', (text) => {
    const settings = open(text)
    expect(settings.current().endpoint.port).toBe(9001)
    expect(settings.problem()).toContain(file)
    expect(settings.isLibraryUnknown()).toBe(true)
    expect(failure(() => settings.change({ welcomed: true })).code).toBe('settings-broken')
    expect(readFileSync(file, 'utf8')).toBe(text)
  })

  it('leaves the last valid settings in effect', async () => {
    const settings = open('{"library": "/l"}')
    writeFileSync(file, '{"library": ')
    await eventually(() => settings.current() && settings.problem())
    expect(settings.current().library).toBe(resolve('/l'))
    expect(settings.isLibraryUnknown()).toBe(false)
    rmSync(file)
    await eventually(() => settings.current().library === null)
    expect(settings.problem()).toBeNull()
  })
})

describe('changes', () => {
  it('are reported once each, as are problems, no matter which process caused them', async () => {
    const mine = open()
    const reported: (number | string)[] = []
    const stop = mine.onChange(({ cache }) => reported.push(mine.problem() === null ? cache.ttl : 'broken'))
    mine.change({ cache: { ttl: 10 } })
    mine.change({ cache: { ttl: 10 } })
    expect(reported).toEqual([10])
    open().change({ cache: { ttl: 20 } })
    await eventually(() => reported.length === 2)
    writeFileSync(file, 'oh')
    await eventually(() => reported.length === 3)
    expect(reported).toEqual([10, 20, 'broken'])
    stop()
    writeFileSync(file, '{}')
    mine.current()
    expect(reported).toHaveLength(3)
  })

  it('can be made by a listener', () => {
    const settings = open()
    settings.onChange(({ welcomed }) => {
      if (!welcomed) settings.change({ welcomed: true })
    })
    settings.change({ cache: { ttl: 10 } })
    expect(settings.current()).toMatchObject({ welcomed: true, cache: { ttl: 10 } })
  })

  it('by several processes at once lose nothing', async () => {
    const ended = ['cache.ttl', 'activity.keepDays', 'endpoint.port'].map(async (key) => {
      const script = join(import.meta.dirname, '../testing/settings-process.ts')
      const child = spawn(process.execPath, [script, file, key, '2000', '2040'], { stdio: 'inherit' })
      expect(await once(child, 'exit')).toEqual([0, null])
    })
    await Promise.all(ended)
    expect(written()).toEqual({
      cache: { ttl: 2040 },
      activity: { keepDays: 2040 },
      endpoint: { port: 2040 },
    })
  })
})
