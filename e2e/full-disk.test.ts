import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { openDatabase } from '../src-core/base/open-database.ts'
import { LONG } from '../src-core/testing/long.ts'
import { mountSmallDisk, type SmallDisk, whyNoMount } from '../src-core/testing/small-disk.ts'
import { eventually } from '../src-core/testing/temp-library.ts'
import {
  makeTempHome,
  type RawServer,
  startRawServer,
  type TempHome,
} from '../src-mcp/testing/built-server.ts'
import { call, expectSentence, plantStandards, wordOf } from './testing/small-library.ts'

/** `PLUMBLINE_MOMENTS` sets another number, for a part of a long run. */
const MOMENTS = Number(process.env.PLUMBLINE_MOMENTS ?? (LONG ? 500 : 5))
const COUNT = 40

let home: TempHome
let disk: SmallDisk
const servers: RawServer[] = []
afterEach(async () => {
  disk.free()
  for (const server of servers.splice(0)) await server.stop()
  disk.unmount()
  home.remove()
})

function start(): RawServer {
  const server = startRawServer(home.args)
  servers.push(server)
  return server
}

async function end(server: RawServer): Promise<void> {
  servers.splice(servers.indexOf(server), 1)
  await server.stop()
}

async function totalOf(server: RawServer, query: string): Promise<number | null> {
  const result = await call(server, 'search_standards', { query })
  if (!result.isError) return result.structuredContent.total
  expectSentence(result.content[0].text)
  return null
}

/** What happens while the disk of the home is full. */
const moment = fc.record({
  /** Milliseconds from the last change to the full disk. */
  wait: fc.nat(120),
  /** Bytes of the new text. */
  size: fc.constantFrom(10, 1_000, 30_000, 300_000),
  /** True: a process starts while the disk is full. */
  starts: fc.boolean(),
  /** True: the process that indexes is killed while the disk is full. */
  kills: fc.boolean(),
  calls: fc.integer({ min: 1, max: 10 }),
})

describe.skipIf(whyNoMount() !== null)('a disk that becomes full', () => {
  it(
    `loses nothing that was indexed, and everything is found again with free space (${MOMENTS} moments)`,
    async () => {
      home = makeTempHome(plantStandards(COUNT))
      disk = mountSmallDisk(home.home, 16)
      let running = start()
      let sentences = 0
      let turn = 0
      await eventually(async () => (await totalOf(running, 'alpha')) === COUNT)
      await fc.assert(
        fc.asyncProperty(moment, async ({ wait, size, starts, kills, calls }) => {
          const word = `turn${++turn}x`
          writeFileSync(
            join(home.library, `s0.md`),
            `# S 0\n\nalpha ${wordOf(0)} ${word} ${'q'.repeat(size)}\n`,
          )
          await sleep(wait)
          disk.fill()
          if (kills) {
            running.process.kill('SIGKILL')
            await running.exit
            await end(running)
          }
          const asked = starts || kills ? start() : running
          for (let n = 0; n < calls; n++) {
            const total = await totalOf(asked, wordOf(n + 1))
            if (total === null) sentences++
            else expect(total).toBe(1)
          }
          disk.free()
          await eventually(async () => (await totalOf(asked, word)) === 1)
          await eventually(async () => (await totalOf(asked, 'alpha')) === COUNT)
          if (asked !== running && !kills) await end(running)
          running = asked
          expect(asked.process.exitCode).toBeNull()
        }),
        { numRuns: MOMENTS, endOnFailure: true },
      )
      await end(running)
      for (const name of ['index.db', 'activity.db']) {
        const db = openDatabase(join(home.home, name))
        expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
        db.close()
      }
      process.stderr.write(`${MOMENTS} moments with a full disk: ${sentences} calls got a sentence.\n`)
    },
    3_600_000 * 6,
  )
})
