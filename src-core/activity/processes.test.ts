import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RequestRow } from '../../src-shared/contract/activity.ts'
import { openDatabase } from '../base/open-database.ts'
import { startActivityProcess, stopActivityProcesses } from '../testing/activity-processes.ts'
import { LONG } from '../testing/long.ts'
import { aRequest, makeTempActivity, type TempActivity } from '../testing/temp-activity.ts'
import { eventually } from '../testing/temp-library.ts'

const KILLS = LONG ? 20 : 2
/** Milliseconds after which a row has been written: the writer's delay of 100, and the error of timers. */
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

describe('several processes that record at full speed', () => {
  it('lose nothing, and a follower is notified of each row once and in order', async () => {
    const rows = LONG ? 4_000 : 800
    const names = ['one', 'two', 'three', 'four']
    const log = temp.open()
    const followed: RequestRow[] = []
    log.follow(({ rows }) => void followed.push(...rows))
    const others = await Promise.all(names.map((name) => startActivityProcess(temp.file, name, rows, 'fast')))
    for (const other of others) other.start()
    const results = await Promise.all(others.map((other) => other.done()))
    // A row that was sent twice would arrive before this one.
    log.record(aRequest({ client: 'last' }))
    await eventually(() => followed.at(-1)?.client === 'last')
    followed.pop()

    expect(results.map(({ health }) => [health.state, health.lost])).toEqual(names.map(() => ['ok', 0]))
    expect(others.flatMap(({ messages }) => messages.filter(({ log }) => log !== undefined))).toEqual([])
    expect(followed).toHaveLength(rows * names.length)
    expect(followed.every(({ seq }, index) => index === 0 || seq > (followed[index - 1]?.seq ?? 0))).toBe(
      true,
    )
    for (const name of names) {
      const questions = followed.filter(({ client }) => client === name).map(({ question }) => question)
      expect(questions).toEqual(Array.from({ length: rows }, (_, row) => `row ${row}`))
      expect(log.count({ clients: [name], text: 'row' })).toBe(rows)
    }
    expect(log.health()).toMatchObject({ rows: rows * names.length + 1, lost: 0 })
    expect(integrity()).toBe('ok')
  })
})

describe('a process that is killed', () => {
  it('loses at most its last 100 ms, leaves an intact file, and has its session ended by another process', async () => {
    const survivor = temp.open()
    for (let round = 0; round < KILLS; round++) {
      const name = `victim ${round}`
      const victim = await startActivityProcess(temp.file, name, 100_000, 'slow')
      victim.start()
      const lifeMs = WRITTEN_AFTER + Math.random() * 300
      const times = () => victim.messages.flatMap(({ at }) => at ?? [])
      /** The time of the last message but one: the process has handled its timers since then. */
      const last = () => times().at(-2) ?? 0
      await eventually(() => last() > (times()[0] ?? 0) + lifeMs)
      await victim.kill()
      // Measured by the clock of the process, so that a slow machine changes nothing: it still recorded this long after these rows.
      const safe = victim.messages.filter(({ at }) => at !== undefined && at < last() - WRITTEN_AFTER)
      expect(safe.length).toBeGreaterThan(0)
      const recorded = new Set(
        JSON.parse([...survivor.export({ clients: [name] }, 'json')].join('')).map(
          (row: { rpcId: number }) => row.rpcId,
        ),
      )
      expect(safe.filter(({ row }) => !recorded.has(row))).toEqual([])
      expect(recorded.size).toBeGreaterThan(0)
      expect(integrity()).toBe('ok')
      await eventually(() => survivor.sessions(100).find(({ id }) => id === name)?.ended === 'lost')
    }
    expect(survivor.sessions(100)).toHaveLength(KILLS)
  })
})
