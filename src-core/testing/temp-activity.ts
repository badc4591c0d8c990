import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { NewRequest } from '../../src-shared/contract/activity.ts'
import { type Settings, SettingsSchema } from '../../src-shared/contract/settings.ts'
import type { Activity, ActivityOptions } from '../activity/activity.ts'
import { openActivity } from '../activity/open-activity.ts'
import { SEGMENT_ROWS } from '../activity/retention/compact.ts'
import { openDatabase } from '../base/open-database.ts'
import { eventually } from './temp-library.ts'

/** An activity database in a temporary folder. */
export interface TempActivity {
  readonly folder: string
  readonly file: string
  /** The log, `level message` a line. */
  readonly logged: readonly string[]
  /** A test may change it at any time. */
  settings: Settings['activity']
  /** Waits until all rows are in segments, except those too few for one. */
  compacted(): Promise<unknown>
  /** Opens the database as another process would. {@link TempActivity.close} closes it. */
  open(options?: Partial<Pick<ActivityOptions, 'now' | 'writable' | 'file'>>): Activity
  close(): Promise<void>
}

export function makeTempActivity(): TempActivity {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-activity-'))
  const file = join(folder, 'activity.db')
  const opened: Activity[] = []
  const logged: string[] = []
  const temp: TempActivity = {
    folder,
    file,
    logged,
    settings: SettingsSchema.parse({}).activity,
    async compacted() {
      const db = openDatabase(file)
      const left = db
        .prepare('SELECT max(seq) - (SELECT max(sealed, floor) FROM state) FROM requests')
        .pluck()
      await eventually(() => Number(left.get()) < SEGMENT_ROWS)
      db.close()
    },
    open(options = {}) {
      const activity = openActivity({
        file,
        settings: () => temp.settings,
        log: (level, message) => void logged.push(`${level} ${message}`),
        ...options,
      })
      opened.push(activity)
      return activity
    },
    async close() {
      for (const activity of opened) await activity.close()
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
  return temp
}

/** A request with the given properties. */
export function aRequest(changes: Partial<NewRequest> = {}): NewRequest {
  return {
    at: Date.now(),
    session: 'session-1',
    client: 'claude-code',
    clientVersion: '2.0.1',
    protocolVersion: '2025-11-25',
    transport: 'stdio',
    method: 'tools/call',
    tool: 'search_standards',
    question: '“retry with backoff” in go',
    status: 'ok',
    summary: '7 sections',
    code: null,
    message: null,
    cache: 'miss',
    micros: 1_840,
    bytes: 3_100,
    rpcId: 1,
    references: [],
    params: { name: 'search_standards', arguments: { query: 'retry with backoff', language: 'go' } },
    body: '{"content":[{"type":"text","text":"seven of them"}]}',
    ...changes,
  }
}
