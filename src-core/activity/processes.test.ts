import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RequestRow } from '../../src-shared/activity.ts'
import { openDatabase } from '../store/open-database.ts'
import { startActivityProcess, stopActivityProcesses } from '../testing/activity-processes.ts'
import { LONG } from '../testing/long.ts'
import { aRequest, makeTempActivity, type TempActivity } from '../testing/temp-activity.ts'
import { eventually } from '../testing/temp-library.ts'

const KILLS = LONG ? 20 : 3
/** After so many milliseconds a row has been written: the 100 that the writer waits, and what timers are off. */
const WRITTEN_AFTER = 110

let temp: TempActivity
beforeEach(() => {
  temp = makeTempActivity()
})
afterEach(async () => {
  await stopActivityProcesses()
  await temp.close()
})

function integrity(): unknown {
  const db = openDatabase(temp.file)
  try {
    return db.pragma('integrity_check', { simple: true })
  } finally {
    db.close()
  }
}

describe('several processes at full speed', () => {
  it('lose nothing, and one that follows is told each row once and in order', async () => {
    const rows = LONG ? 4_000 : 1_500
    const names = ['one', 'two', 'three', 'four']
    const log = temp.open()
    const told: RequestRow[] = []
    log.follow((news) => void told.push(...news.rows))
    const others = await Promise.all(names.map((name) => startActivityProcess(temp.file, name, rows, 'fast')))
    for (const other of others) other.go()
    const results = await Promise.all(others.map((other) => other.done()))
    // What was told twice would have come before this.
    log.record(aRequest({ client: 'last' }))
    await eventually(() => told.at(-1)?.client === 'last')
    told.pop()

    expect(results.map(({ health }) => [health.state, health.lost])).toEqual(names.map(() => ['ok', 0]))
    expect(others.flatMap(({ said }) => said.filter(({ log }) => log !== undefined))).toEqual([])
    expect(told).toHaveLength(rows * names.length)
    expect(told.every(({ seq }, index) => index === 0 || seq > (told[index - 1]?.seq ?? 0))).toBe(true)
    for (const name of names) {
      const asked = told.filter(({ client }) => client === name).map(({ asked }) => asked)
      expect(asked).toEqual(Array.from({ length: rows }, (_, row) => `row ${row}`))
      expect(log.count({ clients: [name], text: 'row' })).toBe(rows)
    }
    expect(log.health()).toMatchObject({ rows: rows * names.length + 1, lost: 0 })
    expect(integrity()).toBe('ok')
  })
})

describe('a process that is killed', () => {
  it('loses at most its last 100 ms, leaves a sound file, and its session is ended by those who survive', async () => {
    const survivor = temp.open()
    for (let round = 0; round < KILLS; round++) {
      const name = `victim ${round}`
      const victim = await startActivityProcess(temp.file, name, 100_000, 'slow')
      victim.go()
      const lifeMs = WRITTEN_AFTER + Math.random() * 300
      const times = () => victim.said.flatMap(({ at }) => at ?? [])
      /** When it said its last row but one: it has turned to its timers since. */
      const last = () => times().at(-2) ?? 0
      await eventually(() => last() > (times()[0] ?? 0) + lifeMs)
      await victim.kill()
      // By its own clock, however slow the machine is: it was still recording so long after these.
      const safe = victim.said.filter(({ at }) => at !== undefined && at < last() - WRITTEN_AFTER)
      expect(safe.length).toBeGreaterThan(0)
      const kept = new Set(
        JSON.parse([...survivor.export({ clients: [name] }, 'json')].join('')).map(
          (row: { rpcId: number }) => row.rpcId,
        ),
      )
      expect(safe.filter(({ row }) => !kept.has(row))).toEqual([])
      expect(kept.size).toBeGreaterThan(0)
      expect(integrity()).toBe('ok')
      await eventually(() => survivor.sessions(100).find(({ id }) => id === name)?.ended === 'lost')
    }
    expect(survivor.sessions(100)).toHaveLength(KILLS)
  })
})
