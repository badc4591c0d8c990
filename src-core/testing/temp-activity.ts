import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { NewRequest } from '../../src-shared/activity.ts'
import { type Settings, SettingsSchema } from '../../src-shared/settings.ts'
import { openActivity } from '../activity/open-activity.ts'
import type { ActivityOptions } from '../activity/open-log.ts'
import { CHUNK_ROWS } from '../activity/seal.ts'
import type { Activity } from '../services/activity.ts'
import { openDatabase } from '../store/open-database.ts'
import { eventually } from './temp-library.ts'

/** A log in a temporary folder, and the processes' worth of openings that a test makes of it. */
export interface TempActivity {
  readonly folder: string
  readonly file: string
  /** What was logged, `level message`. */
  readonly logged: readonly string[]
  /** Changed by a test to change what the settings say. */
  settings: Settings['activity']
  /** Waits until all rows are in chunks but those too few for one. */
  sealed(): Promise<unknown>
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
    async sealed() {
      const db = openDatabase(file)
      const left = db
        .prepare('SELECT max(seq) - (SELECT max(sealed, floor) FROM state) FROM requests')
        .pluck()
      await eventually(() => Number(left.get()) < CHUNK_ROWS)
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

/** A request like any other, with what a test cares about. */
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
    asked: '“retry with backoff” in go',
    status: 'ok',
    summary: '7 sections',
    code: null,
    message: null,
    cache: 'miss',
    micros: 1_840,
    bytes: 3_100,
    rpcId: 1,
    touched: [],
    params: { name: 'search_standards', arguments: { query: 'retry with backoff', language: 'go' } },
    body: '{"content":[{"type":"text","text":"seven of them"}]}',
    ...changes,
  }
}
