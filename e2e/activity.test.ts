import { randomInt } from 'node:crypto'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { Activity } from '../src-core/activity/activity.ts'
import { openActivity } from '../src-core/activity/open-activity.ts'
import { openDatabase } from '../src-core/base/open-database.ts'
import { LONG } from '../src-core/testing/long.ts'
import { eventually } from '../src-core/testing/temp-library.ts'
import { startRawServer } from '../src-mcp/testing/built-server.ts'
import type { RequestRow } from '../src-shared/contract/activity.ts'
import { SettingsSchema } from '../src-shared/contract/settings.ts'
import { type Plumbline, startPlumbline } from './testing/built-plumbline.ts'
import { answerTo, type Json, OPEN_WIRE, requestOf } from './testing/speak.ts'

const SECONDS = LONG ? 30 : 2
const KILLS = LONG ? 100 : 6
/** A row is written at most this long after its answer, in milliseconds: 100 of the writer's timer, and 10 that timers may be late. */
const WRITTEN_AFTER = 110

const FILES = Object.fromEntries(
  Array.from({ length: 40 }, (_, n) => [
    `go/${n}.md`,
    `# Standard ${n}\n\nRetry number ${n} with backoff.\n`,
  ]),
)

let plumbline: Plumbline | undefined
const opened: Activity[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map((activity) => activity.close()))
  await plumbline?.stop()
  plumbline = undefined
})

/** Opens the activity database as another process of the home does. */
function openActivityOf(home: string): Activity {
  const { activity: settings } = SettingsSchema.parse({})
  const activity = openActivity({ file: join(home, 'activity.db'), settings: () => settings, log: () => {} })
  opened.push(activity)
  return activity
}

function integrityOf(file: string): unknown {
  const db = openDatabase(file)
  try {
    return db.pragma('integrity_check', { simple: true })
  } finally {
    db.close()
  }
}

const call = (id: number) =>
  id % 3 === 0
    ? requestOf(
        'modern',
        'tools/call',
        { name: 'search_standards', arguments: { query: `retry ${id % 40}` } },
        id,
      )
    : requestOf('modern', 'tools/call', { name: 'get_standard', arguments: { id: `go/${id % 40}.md` } }, id)

/** @throws Error when the answer is an error or a failed tool call */
function checkAnswer(answer: Json): void {
  if (answer.error !== undefined || (answer.result as Json | undefined)?.isError === true)
    throw new Error(`A client got ${JSON.stringify(answer)}`)
}

describe('five processes that record at full speed', () => {
  it(`write every call once, and a follower gets each once, over ${SECONDS} s`, async () => {
    plumbline = await startPlumbline(FILES)
    const host = plumbline
    const rows: RequestRow[] = []
    openActivityOf(host.home.home).follow((news) => rows.push(...news.rows))
    const wires = await Promise.all(Array.from({ length: 4 }, () => OPEN_WIRE.stdio(host)))
    const asks: ((message: Json) => Promise<Json>)[] = wires.map((wire) => async (message) => {
      wire.send(JSON.stringify(message))
      return answerTo(wire.received, message.id)
    })
    asks.push(async (message) => {
      const { name, arguments: args } = message.params as Json
      const response = await host.post('/mcp/call', { id: message.id, name, arguments: args })
      return (await response.json()) as Json
    })
    const until = Date.now() + SECONDS * 1000
    let calls = 0
    const talk = async (ask: (message: Json) => Promise<Json>, first: number) => {
      for (let id = first; Date.now() < until; id += 8) {
        checkAnswer(await ask(call(id)))
        calls++
      }
    }
    await Promise.all(asks.flatMap((ask) => Array.from({ length: 8 }, (_, worker) => talk(ask, worker + 1))))
    // `startPlumbline` made another call, of list_standards, whose row may come before or after these.
    const seen = () => rows.filter(({ tool }) => tool !== null && tool !== 'list_standards')
    await eventually(() => seen().length >= calls)
    // After one more call, a row that was reported twice would have been seen.
    const [ask] = asks
    if (ask) checkAnswer(await ask(call(1)))
    calls++
    await eventually(() => seen().length >= calls)
    const written = openActivityOf(host.home.home).count({ tools: ['search_standards', 'get_standard'] })
    console.log(`${calls} calls, ${written} rows written, ${rows.length} messages followed in ${SECONDS} s`)
    expect(seen()).toHaveLength(calls)
    expect(written).toBe(calls)
    expect(new Set(rows.map(({ seq }) => seq)).size).toBe(rows.length)
    expect(rows.map(({ seq }) => seq)).toEqual(rows.map(({ seq }) => seq).toSorted((a, b) => a - b))
    for (const wire of wires) await wire.close()
    expect(host.errors()).not.toContain('SQLITE_BUSY')
  })
})

describe('a stdio server that is killed', () => {
  it(`at ${KILLS} random moments loses no row that was due, and another process ends its session`, async () => {
    plumbline = await startPlumbline(FILES)
    const host = plumbline
    const log = openActivityOf(host.home.home)
    let rowsWritten = 0
    for (let n = 0; n < KILLS; n++) {
      const server = startRawServer(host.home.args)
      const calls: { sentAt: number; answeredAt: number }[] = []
      const client = `killed-${n}`
      const message = (id: number) => {
        const request = call(id)
        const meta = (request.params as Json)._meta as Json
        return {
          ...request,
          params: {
            ...(request.params as Json),
            _meta: { ...meta, 'io.modelcontextprotocol/clientInfo': { name: client, version: '1' } },
          },
        }
      }
      /** When the call before the last was sent: since then, the timers of the server have run. */
      const sentLast = () => calls.at(-2)?.sentAt ?? 0
      const life = WRITTEN_AFTER + randomInt(50, 800)
      let id = 1
      for (; sentLast() < (calls[0]?.answeredAt ?? 0) + life; id++) {
        const sentAt = performance.now()
        server.send(message(id))
        await server.answerTo(id)
        calls.push({ sentAt, answeredAt: performance.now() })
      }
      // The process is killed while it answers a call.
      server.send(message(id))
      server.process.kill('SIGKILL')
      await server.exit
      // The server ran at least this long after it had answered these, however slow the machine is.
      const due = calls.filter(({ answeredAt }) => answeredAt < sentLast() - WRITTEN_AFTER).length
      const written = log.count({ clients: [client], tools: ['search_standards', 'get_standard'] })
      expect(due).toBeGreaterThan(0)
      expect(written, `${due} of ${calls.length} calls were due`).toBeGreaterThanOrEqual(due)
      rowsWritten += written
    }
    const sessions = () => log.sessions(500).filter(({ client }) => client?.startsWith('killed-'))
    await eventually(() => sessions().every(({ ended }) => ended === 'lost'))
    const lost = sessions()
    console.log(`${KILLS} kills, ${rowsWritten} rows written, ${lost.length} sessions marked as lost`)
    expect(lost).toHaveLength(KILLS)
    for (const name of ['index.db', 'activity.db'])
      expect(integrityOf(join(host.home.home, name)), name).toBe('ok')
  })
})
