import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { openActivity } from '../../../src-core/activity/open-activity.ts'
import { builtPaths } from '../../../src-core/base/runtime-paths.ts'
import { type Clients, createClients } from '../../../src-core/clients/clients.ts'
import { clientById } from '../../../src-core/clients/table/client-table.ts'
import { createSettings } from '../../../src-core/settings/settings.ts'
import type { SessionRecord } from '../../../src-shared/contract/activity.ts'
import type { ClientId, ClientStatus, EntryPlan, FilePlan } from '../../../src-shared/contract/clients.ts'
import { describeError, PlumblineError } from '../../../src-shared/contract/errors.ts'
import { startWays } from '../../window-host/start-ways.ts'
import type { HomeInput } from '../main.ts'

/** The clients of a home, for a command that runs and ends. Returns what closes them and the log they read. */
export function openConnections({ home, folder, log }: HomeInput): {
  readonly connections: Clients
  readonly close: () => Promise<void>
} {
  const { nativeBinding } = builtPaths(folder)
  const settings = createSettings(home.settings, nativeBinding)
  const activity = openActivity({
    file: home.activityDb,
    nativeBinding,
    settings: () => settings.current().activity,
    log,
  })
  function sessions(limit: number): readonly SessionRecord[] {
    try {
      // A look at the clients makes no log where there was none.
      return existsSync(home.activityDb) ? activity.sessions(limit) : []
    } catch (error) {
      log('warn', `The log could not be asked which clients were seen: ${describeError(error)}`)
      return []
    }
  }
  const connections = createClients({
    home: home.dir,
    startCommands: startWays(folder, home.dir),
    sessions,
    repairs: {
      get: () => settings.current().connect.repair,
      set: (clients) => void settings.change({ connect: { repair: [...clients] } }),
    },
    log,
  })
  return {
    connections,
    async close() {
      await connections.close()
      await activity.close()
      settings.close()
    },
  }
}

/** `plumbline connect`: shows what would be written, asks, writes, and tests. */
export function runConnect(input: HomeInput): Promise<number> {
  return run(input, 'connect')
}

/** `plumbline disconnect`: takes our entry out again. */
export function runDisconnect(input: HomeInput): Promise<number> {
  return run(input, 'disconnect')
}

async function run(input: HomeInput, what: 'connect' | 'disconnect'): Promise<number> {
  if (input.options.library !== undefined)
    throw new PlumblineError(
      'usage',
      `\`plumbline ${what}\` takes no --library: what it writes uses the library of the settings.`,
      'Choose the library in the settings of the window.',
    )
  const { connections, close } = openConnections(input)
  const named = input.words.map((word) => clientById(word.toLowerCase()).id)
  const wanted = named.length > 0 ? named : everyClient(connections, what)
  if (wanted.length === 0) {
    console.log(
      what === 'connect' ? 'No client was found on this computer.' : 'No client has an entry of ours.',
    )
    return what === 'connect' ? 1 : 0
  }
  let failures = 0
  const results: unknown[] = []
  for (const client of wanted) {
    try {
      const done = await one(client)
      results.push(done.result)
      if (!done.ok) failures++
    } catch (error) {
      failures++
      if (error instanceof Error && error.name === 'AbortError') {
        console.error('\n  Nothing was written.')
        break
      }
      results.push({ client, error: describeError(error) })
      if (!input.options.json) console.error(`${clientById(client).name}: ${describeError(error)}`)
    }
  }
  if (input.options.json) console.log(JSON.stringify(results, null, 2))
  await close()
  return failures > 0 ? 1 : 0

  async function one(client: ClientId): Promise<{ ok: boolean; result: unknown }> {
    const plan = await connections.plan(client, what === 'disconnect')
    const { json, 'dry-run': dryRun, yes } = input.options
    if (!json) showPlan(plan, what)
    const isBroken = plan.files.some(({ kind }) => kind === 'broken')
    const hasWork = plan.files.some(({ kind }) => kind === 'write')
    if (isBroken || dryRun) return { ok: !isBroken, result: plan }
    const isLetGo = what === 'disconnect' && connections.card(client).state === 'lost'
    if (!hasWork && !isLetGo) {
      const card = connections.card(client)
      return { ok: card.state !== 'broken', result: { client, state: card.state } }
    }
    if (hasWork && !yes && !(await agrees())) return { ok: false, result: { client, written: false } }
    const replace = plan.files.some(({ replaces }) => replaces === 'another')
    const outcome =
      what === 'connect' ? await connections.apply(client, replace) : await connections.disconnect(client)
    const { card, files } = outcome
    if (!json) {
      for (const { file, backup } of files) if (backup) console.log(`  ${file} was kept as ${backup}`)
      console.log(`  ${closing(card, what)}\n`)
    }
    const ok = what === 'disconnect' || card.test?.ok === true
    return { ok, result: { client, state: card.state, test: card.test, files } }
  }
}

function everyClient(connections: Clients, what: 'connect' | 'disconnect'): ClientId[] {
  return connections
    .list()
    .filter(({ state, can }) => (what === 'connect' ? state !== 'not-found' : can.disconnect))
    .map(({ client }) => client)
}

const SIGNS = { unchanged: ' ', added: '+', removed: '-', gap: ' ' } as const

function showPlan({ name, files }: EntryPlan, what: 'connect' | 'disconnect'): void {
  console.log(name)
  for (const file of files) {
    console.log(`  ${file.file}${file.creates && file.kind === 'write' ? ' (new)' : ''}`)
    console.log(
      describeFile(file, what)
        .map((line) => `  ${line}`.trimEnd())
        .join('\n'),
    )
  }
}

function describeFile({ kind, problem, difference, notes }: FilePlan, what: string): string[] {
  if (problem) return [`Line ${problem.line}, column ${problem.column}: ${problem.message} ${problem.remedy}`]
  if (kind === 'same')
    return [what === 'connect' ? 'The entry is there already.' : 'There is no entry of ours.']
  return [
    ...notes,
    ...difference.map((line) => `${SIGNS[line.kind]} ${line.kind === 'gap' ? '…' : line.text}`),
  ]
}

function closing({ summary, test, name }: ClientStatus, what: 'connect' | 'disconnect'): string {
  if (what === 'disconnect') return `The entry is gone from ${name}.`
  return test?.ok ? `${test.message} ${summary}` : summary
}

/** Without a person at the terminal nothing is written. */
async function agrees(): Promise<boolean> {
  if (!process.stdin.isTTY) {
    console.error('  Nothing was written. Add --yes to write without being asked.\n')
    return false
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return /^y(es)?$/i.test((await terminal.question('  Write this? [y/N] ')).trim())
  } finally {
    terminal.close()
  }
}
