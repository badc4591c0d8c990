import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { openActivity } from '../../../src-core/activity/open-activity.ts'
import { builtPaths } from '../../../src-core/base/runtime-paths.ts'
import { type Clients, createClients, findClient } from '../../../src-core/clients/clients.ts'
import { createSettings } from '../../../src-core/settings/settings.ts'
import type { SessionRecord } from '../../../src-shared/contract/activity.ts'
import type { ClientId, ClientStatus, EntryPlan, FilePlan } from '../../../src-shared/contract/clients.ts'
import { describeError } from '../../../src-shared/contract/errors.ts'
import { listStartCommands } from '../../window-host/list-start-commands.ts'
import type { HomeContext } from '../command.ts'
import { noteLine, printJson, printLine } from '../output.ts'

/** The options of `plumbline connect` and `plumbline disconnect`. */
export interface ConnectOptions {
  readonly dryRun?: boolean
  readonly yes?: boolean
  readonly json?: boolean
}

/** The clients of a home without a running app. `close` also closes what they read. */
export interface OpenClients {
  readonly clients: Clients
  close(): Promise<void>
}

export function openClients({ home, serverFolder, library, log }: HomeContext): OpenClients {
  const { nativeBinding } = builtPaths(serverFolder)
  const settings = createSettings(home.settings, nativeBinding)
  const activity = openActivity({
    file: home.activityDb,
    nativeBinding,
    settings: () => settings.current().activity,
    log,
  })
  function sessions(limit: number): readonly SessionRecord[] {
    try {
      // Listing clients must not create the activity database.
      return existsSync(home.activityDb) ? activity.sessions(limit) : []
    } catch (error) {
      log('warn', `The sessions of clients could not be read from the activity: ${describeError(error)}`)
      return []
    }
  }
  const clients = createClients({
    home: home.dir,
    startCommands: listStartCommands(serverFolder, home.dir, { library }),
    sessions,
    repairs: {
      get: () => settings.current().connect.repair,
      set: (clients) => void settings.change({ connect: { repair: [...clients] } }),
    },
    log,
  })
  return {
    clients,
    async close() {
      await clients.close()
      await activity.close()
      settings.close()
    },
  }
}

/** Which of the two commands runs. */
type Action = 'connect' | 'disconnect'

/**
 * Shows what would be written into the configuration of each client, asks, writes, and tests the new entry.
 * @param names ids of clients; none: every installed client, or every client that has an entry
 * @returns the exit code
 */
export async function runConnect(
  context: HomeContext,
  action: Action,
  names: readonly string[],
  options: ConnectOptions,
): Promise<number> {
  const { clients, close } = openClients(context)
  const named = names.map((name) => findClient(name.toLowerCase()).id)
  const wanted = named.length > 0 ? named : everyClient(clients, action)
  if (wanted.length === 0) {
    printLine(
      action === 'connect' ? 'No client was found on this computer.' : 'No client has an entry of Plumbline.',
    )
    return action === 'connect' ? 1 : 0
  }
  let failures = 0
  const results: unknown[] = []
  for (const client of wanted) {
    try {
      const done = await runOn(client)
      results.push(done.result)
      if (!done.ok) failures++
    } catch (error) {
      failures++
      if (error instanceof Error && error.name === 'AbortError') {
        noteLine('\n  Nothing was written.')
        break
      }
      results.push({ client, error: describeError(error) })
      if (!options.json) noteLine(`${findClient(client).name}: ${describeError(error)}`)
    }
  }
  if (options.json) printJson(results)
  await close()
  return failures > 0 ? 1 : 0

  async function runOn(client: ClientId): Promise<{ ok: boolean; result: unknown }> {
    const plan = await clients.plan(client, action === 'disconnect')
    const { json, dryRun, yes } = options
    if (!json) showPlan(plan, action)
    const isBroken = plan.files.some(({ kind }) => kind === 'broken')
    const hasWork = plan.files.some(({ kind }) => kind === 'write')
    if (isBroken || dryRun) return { ok: !isBroken, result: plan }
    const forgetsLost = action === 'disconnect' && clients.card(client).state === 'lost'
    if (!hasWork && !forgetsLost) {
      const card = clients.card(client)
      return { ok: card.state !== 'broken', result: { client, state: card.state } }
    }
    if (hasWork && !yes && !(await confirms())) return { ok: false, result: { client, written: false } }
    const replace = plan.files.some(({ replaces }) => replaces === 'another')
    const outcome =
      action === 'connect' ? await clients.apply(client, replace) : await clients.disconnect(client)
    const { card, files } = outcome
    if (!json) {
      for (const { file, backup } of files) if (backup) printLine(`  ${file} was saved as ${backup}`)
      printLine(`  ${outcomeLine(card, action)}\n`)
    }
    const ok = action === 'disconnect' || card.test?.ok === true
    return { ok, result: { client, state: card.state, test: card.test, files } }
  }
}

function everyClient(clients: Clients, action: Action): ClientId[] {
  return clients
    .list()
    .filter(({ state, can }) => (action === 'connect' ? state !== 'not-found' : can.disconnect))
    .map(({ client }) => client)
}

const SIGNS = { unchanged: ' ', added: '+', removed: '-', gap: ' ' } as const

function showPlan({ name, files }: EntryPlan, action: Action): void {
  printLine(name)
  for (const file of files) {
    printLine(`  ${file.file}${file.creates && file.kind === 'write' ? ' (new)' : ''}`)
    printLine(
      describeFile(file, action)
        .map((line) => `  ${line}`.trimEnd())
        .join('\n'),
    )
  }
}

function describeFile({ kind, problem, difference, notes }: FilePlan, action: Action): string[] {
  if (problem) return [`Line ${problem.line}, column ${problem.column}: ${problem.message} ${problem.remedy}`]
  if (kind === 'same')
    return [action === 'connect' ? 'The entry is there already.' : 'There is no entry of Plumbline.']
  return [
    ...notes,
    ...difference.map((line) => `${SIGNS[line.kind]} ${line.kind === 'gap' ? '…' : line.text}`),
  ]
}

function outcomeLine({ summary, test, name }: ClientStatus, action: Action): string {
  if (action === 'disconnect') return `The entry is gone from ${name}.`
  return test?.ok ? `${test.message} ${summary}` : summary
}

/** Asks at the terminal. Without a terminal the answer is no. */
async function confirms(): Promise<boolean> {
  if (!process.stdin.isTTY) {
    noteLine('  Nothing was written. Add --yes to write without being asked.\n')
    return false
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return /^y(es)?$/i.test((await terminal.question('  Write this? [y/N] ')).trim())
  } finally {
    terminal.close()
  }
}
