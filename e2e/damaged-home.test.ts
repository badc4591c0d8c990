import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LONG } from '../src-core/testing/long.ts'
import { eventually } from '../src-core/testing/temp-library.ts'
import { makeTempHome, startRawServer, type TempHome } from '../src-mcp/testing/built-server.ts'
import {
  ask,
  call,
  eventuallyFindsAll,
  expectSentence,
  findsAll,
  plantStandards,
  wordOf,
} from './testing/small-library.ts'

/** `PLUMBLINE_DAMAGES` sets another number, for a part of a long run. */
const DAMAGES = Number(process.env.PLUMBLINE_DAMAGES ?? (LONG ? 2_000 : 10))
const COUNT = 60
// The text log and the settings have tests of their own.
const FILES = ['index.db', 'index.db-wal', 'activity.db', 'activity.db-wal', 'lease.db', 'settings.lock']

type Damage = (bytes: Buffer) => Buffer

const position = fc.double({ min: 0, max: 1, noNaN: true })
const at = (bytes: Buffer, where: number) => Math.floor(where * bytes.length)

/** What a crash, a bad disk or another program does to a file. */
const damage: fc.Arbitrary<{ readonly name: string; readonly apply: Damage }> = fc.oneof(
  position.map((where) => ({
    name: `cut at ${where}`,
    apply: (bytes: Buffer) => bytes.subarray(0, at(bytes, where)),
  })),
  fc.tuple(position, fc.uint8Array({ minLength: 1, maxLength: 4_000 })).map(([where, noise]) => ({
    name: `${noise.length} bytes of noise at ${where}`,
    apply: (bytes: Buffer) => overwrite(bytes, at(bytes, where), noise),
  })),
  fc.array(fc.tuple(position, fc.nat(7)), { minLength: 1, maxLength: 8 }).map((flips) => ({
    name: `bits ${JSON.stringify(flips)}`,
    apply: (bytes: Buffer) => flip(bytes, flips),
  })),
  position.map((where) => ({
    name: `a page of zeros at ${where}`,
    apply: (bytes: Buffer) => overwrite(bytes, at(bytes, where), new Uint8Array(8192)),
  })),
  fc.uint8Array({ minLength: 1, maxLength: 9_000 }).map((tail) => ({
    name: `${tail.length} bytes appended`,
    apply: (bytes: Buffer) => Buffer.concat([bytes, tail]),
  })),
  fc.constant({
    name: 'shifted by 100 bytes',
    apply: (bytes: Buffer) =>
      Buffer.concat([bytes.subarray(0, 100), bytes.subarray(0, Math.max(0, bytes.length - 100))]),
  }),
)

function overwrite(bytes: Buffer, start: number, by: Uint8Array): Buffer {
  const copy = Buffer.from(bytes)
  copy.set(by.subarray(0, Math.max(0, copy.length - start)), start)
  return copy
}

function flip(bytes: Buffer, flips: readonly (readonly [number, number])[]): Buffer {
  const copy = Buffer.from(bytes)
  for (const [where, bit] of flips) {
    const index = Math.min(copy.length - 1, at(copy, where))
    if (index >= 0) copy[index] = (copy[index] ?? 0) ^ (1 << bit)
  }
  return copy
}

let home: TempHome
let copies: string
beforeAll(async () => {
  home = makeTempHome(plantStandards(COUNT))
  copies = mkdtempSync(join(tmpdir(), 'plumbline-copies-'))
  const server = startRawServer(home.args)
  for (let n = 0; n < 200; n++) await call(server, 'search_standards', { query: wordOf(n % COUNT) })
  // A copy with write-ahead logs, as a process leaves its home that is killed.
  server.process.kill('SIGKILL')
  await server.exit
  cpSync(home.home, join(copies, 'killed'), { recursive: true })
  const next = startRawServer(home.args)
  await eventuallyFindsAll(next, 1, COUNT)
  await next.stop()
  cpSync(home.home, join(copies, 'ended'), { recursive: true })
})
afterAll(() => {
  home.remove()
  rmSync(copies, { recursive: true, force: true })
})

describe('a home with a damaged file', () => {
  it(
    `answers, or says that it cannot, and has everything again (${DAMAGES} damages)`,
    async () => {
      const counts = { right: 0, later: 0 }
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom('killed', 'ended'),
          fc.constantFrom(...FILES),
          damage,
          fc.nat(COUNT - 1),
          async (copy, name, { apply }, n) => {
            rmSync(home.home, { recursive: true, force: true })
            cpSync(join(copies, copy), home.home, { recursive: true })
            const file = join(home.home, name)
            writeFileSync(file, apply(existsSync(file) ? readFileSync(file) : Buffer.alloc(0)))
            const server = startRawServer(home.args)
            try {
              if (await findsAll(server, n, COUNT)) counts.right++
              else counts.later++
              // SQLite has no checksums: a flipped bit in a text is found by reading the files again.
              const { result, error } = await ask(server, 'plumbline/reindex', { force: true })
              if (error) expectSentence(error.message)
              else expect(result.files).toBeTypeOf('number')
              await eventuallyFindsAll(server, n, COUNT)
              expect(server.process.exitCode).toBeNull()
              expect(server.stderr()).not.toMatch(/uncaught|The stdio server failed/i)
            } finally {
              await server.stop()
            }
          },
        ),
        { numRuns: DAMAGES, endOnFailure: true },
      )
      process.stderr.write(
        `${DAMAGES} damages: ${counts.right} answered rightly at once, ${counts.later} after a repair.\n`,
      )
    },
    3_600_000 * 6,
  )
})

describe.skipIf(process.platform === 'win32')('a home that is damaged while processes run', () => {
  /** What happens to a file that is open. */
  const DAMAGES_OF_OPEN_FILES: readonly (readonly [name: string, damage: (file: string) => void])[] = [
    [
      'its write-ahead logs are cut',
      (file) => existsSync(`${file}-wal`) && truncateSync(`${file}-wal`, 5_000),
    ],
    [
      'its write-ahead logs are emptied',
      (file) => existsSync(`${file}-wal`) && truncateSync(`${file}-wal`, 0),
    ],
    ['the databases are cut', (file) => truncateSync(file, 9_000)],
    ['the shared memory is removed', (file) => rmSync(`${file}-shm`, { force: true })],
    ['the databases are removed', (file) => rmSync(file)],
  ]

  it.each(DAMAGES_OF_OPEN_FILES)('has everything again: %s', async (_, damageFile) => {
    rmSync(home.home, { recursive: true, force: true })
    const servers = [startRawServer(home.args), startRawServer(home.args)]
    try {
      for (const server of servers) await eventuallyFindsAll(server, 1, COUNT)
      home.write('s1.md', '# S 1\n\nalpha word1x before\n')
      for (const name of ['index.db', 'activity.db']) damageFile(join(home.home, name))
      home.write('s2.md', '# S 2\n\nalpha word2x zebra\n')
      for (const server of servers) {
        await eventuallyFindsAll(server, 1, COUNT)
        await eventually(async () => {
          const found = await call(server, 'search_standards', { query: 'zebra' })
          return found.structuredContent?.total === 1
        })
        expect(server.process.exitCode).toBeNull()
      }
    } finally {
      for (const server of servers) await server.stop()
    }
  })
})
