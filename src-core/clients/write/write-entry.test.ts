import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import type { ClientId } from '../../../src-shared/contract/clients.ts'
import { LONG } from '../../testing/long.ts'
import { planConnect } from '../plan/plan-connect.ts'
import { clientById } from '../table/client-table.ts'
import { type GeneratedConfig, jsonConfigs, tomlConfigs } from '../testing/generated-configs.ts'
import { openHistory } from './history.ts'
import { createEntryWriter } from './write-entry.ts'

const START = { command: '/opt/Plümbline/node', args: ['/opt/p/server.mjs', '--home', '/h'] }
const WANTED = { start: START }
const SAMPLES = LONG ? 400 : 80
const BATCH_SIZE = 40

const root = mkdtempSync(join(tmpdir(), 'plumbline-write-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
let cases = 0

interface Case {
  readonly config: GeneratedConfig
  readonly kind: 'file' | 'link' | 'read-only' | 'cut'
}

const casesOf = (configs: fc.Arbitrary<GeneratedConfig>) =>
  fc.sample(
    fc.record({
      config: configs,
      kind: fc.constantFrom<Case['kind']>('file', 'file', 'file', 'link', 'read-only', 'cut'),
    }),
    SAMPLES,
  )

async function check(id: ClientId, { config, kind }: Case): Promise<Case['kind'] | 'same' | 'broken'> {
  const folder = join(root, String(cases++))
  const file = join(folder, 'config')
  const real = kind === 'link' ? join(folder, 'elsewhere') : file
  const client = clientById(id)
  const text = kind === 'cut' ? `${config.text}{` : config.text
  const bytes = Buffer.from(`${config.bom ? '\uFEFF' : ''}${text}`)
  mkdirSync(folder)
  writeFileSync(real, bytes)
  chmodSync(real, kind === 'read-only' ? 0o440 : 0o640)
  const past = new Date(Date.now() - 60_000)
  utimesSync(real, past, past)
  if (kind === 'link') symlinkSync('elsewhere', file)
  const history = openHistory(join(folder, 'connections.json'))
  const writer = createEntryWriter({ home: folder, history })
  const plan = planConnect(bytes, client, WANTED)
  const outcome = await writer.write(client, [file], WANTED, 'written', true).catch((error) => error)
  if (plan.kind === 'broken' || (kind === 'read-only' && plan.kind === 'write')) {
    expect(outcome).toMatchObject({ code: plan.kind === 'broken' ? 'config-broken' : 'config-unusable' })
    expect(readFileSync(file)).toEqual(bytes)
    expect(history.get(id).files).toEqual([])
    return plan.kind === 'broken' ? 'broken' : kind
  }
  expect(outcome).toMatchObject([{ file, result: plan.kind === 'write' ? 'written' : 'same' }])
  expect(readFileSync(real)).toEqual(plan.kind === 'write' ? Buffer.from(plan.bytes) : bytes)
  expect(statSync(real).mode & 0o777).toBe(kind === 'read-only' ? 0o440 : 0o640)
  if (plan.kind === 'same') {
    expect(writer.canUndo(id)).toBe(false)
    return 'same'
  }
  writer.undo(client)
  expect(readFileSync(real)).toEqual(bytes)
  expect(statSync(real).mode & 0o777).toBe(0o640)
  expect(existsSync(file)).toBe(true)
  return kind
}

describe('createEntryWriter', () => {
  it.each<readonly [ClientId, fc.Arbitrary<GeneratedConfig>]>([
    ['claude-desktop', jsonConfigs(false, 'mcpServers', START)],
    ['zed', jsonConfigs(true, 'context_servers', { ...START, env: {} })],
    ['codex', tomlConfigs()],
  ])('writes an entry and restores the exact bytes for %s', async (id, configs) => {
    const all = casesOf(configs)
    const seen = new Set<string>()
    for (let start = 0; start < all.length; start += BATCH_SIZE) {
      const batch = all.slice(start, start + BATCH_SIZE)
      const results = await Promise.all(batch.map((testCase) => check(id, testCase)))
      for (const result of results) seen.add(result)
    }
    expect([...seen]).toEqual(expect.arrayContaining(['file', 'link', 'read-only', 'broken']))
  })
})
