import { chmodSync, copyFileSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PlumblineError } from '../../src-shared/contract/errors.ts'
import { openDatabase } from '../base/open-database.ts'
import { startActivityProcess, stopActivityProcesses } from '../testing/activity-processes.ts'
import { aRequest, makeTempActivity, type TempActivity } from '../testing/temp-activity.ts'
import { eventually } from '../testing/temp-library.ts'
import { ActivityFile } from './file/activity-file.ts'
import { prepareActivityStatements } from './query/activity-reader.ts'
import { ActivityWriter } from './write/activity-writer.ts'

let temp: TempActivity
beforeEach(() => {
  temp = makeTempActivity()
})
afterEach(async () => {
  await stopActivityProcesses()
  await temp.close()
})

function expectUnavailable(query: () => unknown): void {
  try {
    query()
    expect.unreachable()
  } catch (error) {
    expect(error).toBeInstanceOf(PlumblineError)
    expect(error).toMatchObject({ code: 'activity-unavailable', remedy: expect.stringMatching(/\w/) })
  }
}

const damagedFiles = () =>
  readdirSync(temp.folder).filter((name) => /^activity\.db\.damaged-[\dTZ-]+$/.test(name))

describe('a database that cannot be written', () => {
  it('because its folder cannot be created: only queries throw, and health reports it', () => {
    const blocked = join(temp.folder, 'a-file')
    writeFileSync(blocked, '')
    const log = temp.open({ file: join(blocked, 'activity.db') })
    for (let at = 0; at < 10; at++) log.record(aRequest())
    log.report({
      source: 'system',
      code: 'x',
      title: 'x',
      where: 'x',
      line: null,
      cause: '',
      remedy: '',
      stack: null,
      client: null,
    })
    log.flush()
    expectUnavailable(() => log.page({}, { limit: 1 }))
    expectUnavailable(() => log.acknowledgeErrors(null))
    expect(log.health()).toMatchObject({
      state: 'unavailable',
      rows: 0,
      message: expect.stringContaining('cannot be used'),
    })
    expect(temp.logged.filter((line) => line.startsWith('warn')).length).toBeGreaterThan(0)
    expect(temp.logged.length).toBeLessThan(5)
  })

  it('has its requests queued and written when it is writable again', async () => {
    mkdirSync(temp.file)
    const log = temp.open()
    log.record(aRequest({ question: 'waited' }))
    log.flush()
    expect(log.health().state).toBe('unavailable')
    rmSync(temp.file, { recursive: true })
    await eventually(() => log.health().state === 'ok' && log.count({ text: 'waited' }) === 1)
    expect(log.health()).toMatchObject({ message: null, lost: 0 })
  })

  it('loses the oldest requests, which are counted, when the queue is full', () => {
    mkdirSync(temp.file)
    const log = temp.open()
    for (let at = 0; at < 12_000; at++) log.record(aRequest({ question: `row ${at}` }))
    expect(log.health().lost).toBeGreaterThan(2_000)
    rmSync(temp.file, { recursive: true })
    log.flush()
    const { rows, lost } = log.health()
    expect(rows + lost).toBe(12_000)
    expect(log.page({}, { limit: 1 }).rows[0]?.question).toBe('row 11999')
  })

  it('because the disk is full: rows are queued, health reports it, and writing continues with free space', () => {
    const file = new ActivityFile(
      { file: temp.file, log: () => {}, now: Date.now, writable: true, onSetAside: () => {} },
      prepareActivityStatements,
    )
    const writer = new ActivityWriter({
      file,
      path: temp.file,
      settings: () => temp.settings,
      now: Date.now,
    })
    writer.record(aRequest())
    writer.flush()
    const limit = (pages: number) =>
      file.use((_statements, db) => void db.pragma(`max_page_count = ${pages}`))
    limit(1)
    for (let at = 0; at < 200; at++) writer.record(aRequest({ body: JSON.stringify('x'.repeat(20_000)) }))
    writer.flush()
    expect(file.health()).toEqual({ state: 'read-only', message: expect.stringContaining('no room left') })
    const rows = () => file.read(({ reader }) => reader().selector.count({}))
    expect(rows()).toBeLessThan(201)
    limit(1_000_000)
    writer.flush()
    expect(file.health()).toEqual({ state: 'ok', message: null })
    expect([rows(), writer.lost]).toEqual([201, 0])
    expect(file.use((_statements, db) => db.pragma('integrity_check', { simple: true }))).toBe('ok')
    writer.close()
    file.close()
  })

  it.skipIf(process.platform === 'win32')(
    'because it belongs to another user: it is read, and health reports it',
    async () => {
      const log = temp.open()
      log.record(aRequest({ question: 'theirs' }))
      await log.close()
      // A user who may not create files beside it either.
      chmodSync(temp.file, 0o444)
      chmodSync(temp.folder, 0o555)
      try {
        const nobody = process.getuid?.() === 0 ? 65_534 : undefined
        const other = await startActivityProcess(temp.file, 'nobody', 3, 'fast', nobody)
        other.start()
        const { health } = await other.done()
        expect(['read-only', 'unavailable']).toContain(health.state)
        expect(health).toMatchObject({ message: expect.stringMatching(/cannot be (written|used)/) })
        if (health.state === 'read-only') expect(health).toMatchObject({ rows: 1, lost: 4 })
      } finally {
        chmodSync(temp.folder, 0o755)
      }
    },
  )
})

describe('a database of a newer version', () => {
  it('is read and not written, and health reports it', async () => {
    const log = temp.open()
    log.record(aRequest({ question: 'newer' }))
    await log.close()
    const db = openDatabase(temp.file)
    db.pragma('user_version = 99')
    db.close()
    const old = temp.open()
    old.record(aRequest())
    old.flush()
    expect(old.page({}, { limit: 5 }).rows.map(({ question }) => question)).toEqual(['newer'])
    expect(old.health()).toMatchObject({
      state: 'read-only',
      message: expect.stringContaining('newer version'),
      rows: 1,
      lost: 1,
    })
    expectUnavailable(() => old.clearErrors(null))
    await expect(old.clear()).rejects.toMatchObject({ code: 'activity-unavailable' })
  })
})

describe('a database opened for reading', () => {
  it('is neither created nor written', async () => {
    const reader = temp.open({ writable: false })
    expectUnavailable(() => reader.page({}, { limit: 1 }))
    expect(readdirSync(temp.folder)).toEqual([])
    const log = temp.open()
    log.record(aRequest())
    log.flush()
    reader.record(aRequest())
    reader.flush()
    expect(reader.count({})).toBe(1)
    expect(reader.health()).toMatchObject({ rows: 1, lost: 1 })
  })
})

describe('a damaged database', () => {
  const expectReplaced = (log: ReturnType<TempActivity['open']>) => {
    expect(damagedFiles()).toHaveLength(1)
    expect(log.health()).toMatchObject({
      state: 'ok',
      message: expect.stringContaining(damagedFiles()[0] ?? 'nothing'),
      lost: 0,
    })
    expect(log.errors({ acknowledged: false })).toMatchObject([
      { source: 'system', code: 'activity-damaged', count: 1 },
    ])
  }

  it('is moved aside when it is opened, and a new one is created', () => {
    writeFileSync(temp.file, 'This is not a database, whatever its name says. '.repeat(500))
    const log = temp.open()
    log.record(aRequest({ question: 'new' }))
    log.flush()
    expect(log.page({}, { limit: 9 }).rows.map(({ question }) => question)).toEqual(['new'])
    expectReplaced(log)
    expect(temp.logged.some((line) => line.startsWith('error') && line.includes('damaged'))).toBe(true)
    expect(statSync(join(temp.folder, damagedFiles()[0] ?? '')).size).toBe(24_000)
  })

  it('is moved aside when the damage is found later', async () => {
    const writer = temp.open()
    for (let at = 0; at < 3_000; at++) writer.record(aRequest())
    await writer.close()
    const { size } = statSync(temp.file)
    const db = openDatabase(temp.file)
    const first = Number(
      db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'requests'").pluck().get(),
    )
    db.close()
    const { openSync, writeSync, closeSync } = await import('node:fs')
    const handle = openSync(temp.file, 'r+')
    writeSync(handle, Buffer.alloc(size - (first - 1) * 8192, 0xab), 0, undefined, (first - 1) * 8192)
    closeSync(handle)
    const log = temp.open()
    log.record(aRequest({ question: 'new' }))
    log.flush()
    expect(log.page({}, { limit: 9 }).rows.map(({ question }) => question)).toEqual(['new'])
    expectReplaced(log)
  })

  it('is moved aside once by several processes that find the damage together', async () => {
    writeFileSync(temp.file, Buffer.alloc(100_000, 0x5a))
    const names = ['one', 'two', 'three', 'four']
    const others = await Promise.all(names.map((name) => startActivityProcess(temp.file, name, 200, 'fast')))
    for (const other of others) other.start()
    const results = await Promise.all(others.map((other) => other.done()))
    expect(damagedFiles()).toHaveLength(1)
    expect(results.map(({ health }) => [health.state, health.lost])).toEqual(names.map(() => ['ok', 0]))
    const log = temp.open()
    for (const name of names) expect([name, log.count({ clients: [name] })]).toEqual([name, 200])
    expectReplaced(log)
    expect(readdirSync(temp.folder).filter((name) => name.includes('mending'))).toEqual([])
  })
})

describe('a database that was deleted', () => {
  it.skipIf(process.platform === 'win32')('is created again by a process that had it open', async () => {
    const log = temp.open()
    log.record(aRequest({ question: 'old' }))
    log.flush()
    for (const suffix of ['', '-wal', '-shm']) rmSync(temp.file + suffix, { force: true })
    log.record(aRequest({ question: 'new' }))
    await eventually(() => log.count({ text: 'new' }) === 1)
    expect(log.count({})).toBe(1)
    expect(log.health()).toMatchObject({ state: 'ok', lost: 0 })
  })

  it('and replaced by a copy is opened again', async () => {
    const log = temp.open()
    log.record(aRequest({ question: 'old' }))
    log.flush()
    const copy = join(temp.folder, 'copy.db')
    const db = openDatabase(temp.file)
    db.pragma('wal_checkpoint(TRUNCATE)')
    db.close()
    copyFileSync(temp.file, copy)
    if (process.platform === 'win32') await log.close()
    for (const suffix of ['', '-wal', '-shm']) rmSync(temp.file + suffix, { force: true })
    copyFileSync(copy, temp.file)
    const again = process.platform === 'win32' ? temp.open() : log
    await eventually(() => {
      again.record(aRequest({ question: 'new' }))
      return again.count({ text: 'new' }) > 0
    })
    expect(again.count({ text: 'old' })).toBe(1)
  })
})
