import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { SessionRecord } from '../../src-shared/contract/activity.ts'
import { clientByName } from '../../src-shared/contract/client-names.ts'
import type {
  ClientId,
  ClientLog,
  ClientStatus,
  ClientsChange,
  EntryOutcome,
  EntryPlan,
  FilePlan,
  StartCommand,
  StartTest,
} from '../../src-shared/contract/clients.ts'
import { PlumblineError } from '../../src-shared/contract/errors.ts'
import { resolveHome } from '../base/home.ts'
import type { Logger } from '../base/log.ts'
import { clientState } from './plan/client-state.ts'
import { ConfigThread } from './plan/config-thread.ts'
import { existingLocations, type FileInspection } from './plan/inspect-client.ts'
import { Inspections } from './plan/inspections.ts'
import { planConnect, type WantedStart } from './plan/plan-connect.ts'
import { type ClientProfile, ENTRY_NAME } from './table/client-profile.ts'
import { CLIENTS, clientById } from './table/client-table.ts'
import { type Machine, thisMachine } from './table/machine.ts'
import { createStartChooser, type StartChooser } from './verify/choose-start.ts'
import { readClientLog } from './verify/client-log.ts'
import { type Runner, restart, restartSteps, runCommand } from './verify/restart-client.ts'
import { isTranslocated, rejectTranslocated } from './verify/translocation.ts'
import { verifyStart } from './verify/verify-start.ts'
import { followClients } from './watch/follow-clients.ts'
import { watchFiles } from './watch/watch-files.ts'
import { type History, openHistory } from './write/history.ts'
import { createEntryWriter, type EntryWriter } from './write/write-entry.ts'

/**
 * Writes Plumbline's entry into the configuration files of MCP clients and monitors it there. Operations that change a file
 * run one after the other.
 * Errors are PlumblineErrors: `client-missing`, `config-broken` (with line and column), `config-changed`, `config-unusable`,
 * `entry-taken`, `app-translocated`, `installation-broken`, `home-unusable`.
 */
export interface Clients {
  /** Every client, in the order in which the window shows them. Never throws for a broken file: that is a client's state. */
  list(): readonly ClientStatus[]
  card(client: ClientId): ClientStatus
  /** Describes what connecting (or disconnecting) would change. Writes nothing. */
  plan(client: ClientId, disconnect?: boolean): Promise<EntryPlan>
  /**
   * Writes the client entry into every configuration file of the client, then tests it.
   * @param replace true to overwrite an entry of this name that another program wrote
   */
  apply(client: ClientId, replace?: boolean): Promise<EntryOutcome>
  /** Restores the exact bytes from before the last write. @throws PlumblineError `config-changed` if a file changed since */
  undo(client: ClientId): Promise<EntryOutcome>
  /** Removes the client entry and nothing else. */
  disconnect(client: ClientId): Promise<EntryOutcome>
  /** Starts the command of the client entry; without an entry, the command that would be written. */
  verify(client: ClientId): Promise<StartTest>
  /** Quits the client, restores its entry if quitting removed it, and starts the client again. Requires `can.restart`. */
  restart(client: ClientId): Promise<ClientStatus>
  /** The client's own log of Plumbline's server. `null` for a client that writes no such log. */
  log(client: ClientId): ClientLog | null
  setRepair(client: ClientId, on: boolean): ClientStatus
  /**
   * Calls `listener` with every status that changes. Also repairs outdated entries (Plumbline was moved or updated), and lost
   * entries of clients for which the user turned automatic repair on. Returns an unsubscribe function.
   */
  watch(listener: (changes: readonly ClientsChange[]) => void): () => void
  /** Checks every client immediately, for example after a session began. */
  recheck(): void
  /** Resolves when all operations in progress have finished. */
  close(): Promise<void>
}

export interface ClientsDeps {
  /** Plumbline's own folder, which holds `connections.json` and `backups`. */
  readonly home: string
  /** Commands that start the stdio server for this home, with absolute paths. Preferred first: snapshot, then bundle. */
  readonly startCommands: readonly StartCommand[]
  /** At most `limit` sessions of this home: open sessions first, then the newest. */
  readonly sessions: (limit: number) => readonly SessionRecord[]
  /** The clients whose lost entry is repaired automatically. */
  readonly repairs: {
    readonly get: () => readonly string[]
    readonly set: (clients: readonly string[]) => void
  }
  readonly log: Logger
  /** Default: the machine of this process, read again at each call. */
  readonly machine?: () => Machine
  readonly run?: Runner
  /** The script of the thread that reads large files. Absent: they are read in the thread of the caller. */
  readonly configWorker?: string | undefined
  /** Milliseconds between two polls of files and sessions. File watchers usually report a change earlier. Default 3,000. */
  readonly pollMs?: number
}

const EVENTS_SHOWN = 20
/** Number of recent sessions in which a client's own session is searched. */
const SESSIONS_SEARCHED = 200
const POLL_MS = 3_000

/** A client by its id. @throws PlumblineError `client-missing` when there is none */
export function findClient(id: string): Pick<ClientProfile, 'id' | 'name'> {
  return clientById(id)
}

/**
 * Tests start commands without a client. `translocated`: macOS runs the app from a temporary folder, so no command stays valid.
 * Never rejects.
 */
export async function testStartCommands(
  starts: readonly StartCommand[],
): Promise<readonly StartTest[] | 'translocated'> {
  if (starts.some(isTranslocated)) return 'translocated'
  return Promise.all(starts.map((start) => verifyStart(start)))
}

export function createClients(deps: ClientsDeps): Clients {
  return new ConfiguredClients(deps)
}

class ConfiguredClients implements Clients {
  readonly #deps: ClientsDeps
  readonly #history: History
  readonly #writer: EntryWriter
  readonly #startChooser: StartChooser
  readonly #thread: ConfigThread
  readonly #inspections: Inspections
  readonly #snippets = new Map<string, string>()
  readonly #checks = new Set<() => void>()
  #lastOperation: Promise<unknown> = Promise.resolve()

  constructor(deps: ClientsDeps) {
    this.#deps = deps
    this.#history = openHistory(join(deps.home, 'connections.json'))
    this.#thread = new ConfigThread(deps.configWorker)
    this.#inspections = new Inspections({
      startCommands: deps.startCommands,
      thread: this.#thread,
      changed: () => this.recheck(),
      log: deps.log,
    })
    this.#writer = createEntryWriter({ home: deps.home, history: this.#history, thread: this.#thread })
    this.#startChooser = createStartChooser(deps.startCommands, (start) =>
      verifyStart(start, this.#machine()),
    )
  }

  list(): readonly ClientStatus[] {
    const sessions = this.#deps.sessions(SESSIONS_SEARCHED)
    return CLIENTS.map((client) => this.#statusOf(client, sessions))
  }

  card(id: ClientId): ClientStatus {
    return this.#statusOf(clientById(id), this.#deps.sessions(SESSIONS_SEARCHED))
  }

  async plan(id: ClientId, disconnect = false): Promise<EntryPlan> {
    const client = clientById(id)
    if (!disconnect) rejectTranslocated(this.#deps.startCommands)
    const start = disconnect ? this.#startChooser.known() : await this.#startChooser.choose()
    const files: FilePlan[] = []
    for (const file of this.#targetFiles(client)) {
      const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
      const task = { kind: 'preview', client: id, file, disconnect, wanted: this.#wanted(start) } as const
      files.push(await this.#thread.run(task, size))
    }
    return { client: id, name: client.name, files }
  }

  apply(id: ClientId, replace = false): Promise<EntryOutcome> {
    return this.#enqueue(() => this.#writeEntry(clientById(id), 'written', replace))
  }

  undo(id: ClientId): Promise<EntryOutcome> {
    return this.#enqueue(async () => {
      const files = this.#writer.undo(clientById(id))
      return { card: await this.#freshCard(id), files }
    })
  }

  disconnect(id: ClientId): Promise<EntryOutcome> {
    return this.#enqueue(async () => {
      const client = clientById(id)
      const recorded = this.#history.get(id).files.map(({ file }) => file)
      const found = existingLocations(this.#machine(), client).map(({ file }) => file)
      // Automatic repair is turned off before the entry is removed, so that no other process repairs it in between.
      const repaired = this.#deps.repairs.get()
      if (repaired.includes(id)) this.#deps.repairs.set(repaired.filter((other) => other !== id))
      const paths = [...new Set([...found, ...recorded])]
      const files = await this.#writer.remove(client, paths, this.#wanted(this.#startChooser.known()))
      return { card: await this.#freshCard(id), files }
    })
  }

  verify(id: ClientId): Promise<StartTest> {
    return this.#enqueue(() => this.#testEntry(clientById(id)))
  }

  restart(id: ClientId): Promise<ClientStatus> {
    return this.#enqueue(async () => {
      const client = clientById(id)
      const location = existingLocations(this.#machine(), client)[0]
      const steps = location && restartSteps(this.#machine(), client, location)
      if (!steps)
        throw new PlumblineError(
          'not-here',
          `${client.name} cannot be restarted from here.`,
          `Quit it and start it again yourself. ${client.reads}`,
        )
      // The client may have rewritten its file without the entry while it quit.
      const restoreEntry = async () => {
        if ((await this.#freshCard(id)).state === 'lost') await this.#writeEntry(client, 'repaired', false)
      }
      if (!(await restart(steps, restoreEntry, this.#deps.run ?? runCommand)))
        throw new PlumblineError(
          'not-here',
          `${client.name} was asked to quit, but is still running.`,
          'Quit it yourself, from its menu or its icon in the notification area, and start it again.',
        )
      return this.card(id)
    })
  }

  log(id: ClientId): ClientLog | null {
    const folders = existingLocations(this.#machine(), clientById(id)).flatMap(({ logs }) => logs ?? [])
    const logs = folders.map((folder) => readClientLog(join(folder, `mcp-server-${ENTRY_NAME}.log`)))
    return logs.find(({ exists }) => exists) ?? logs[0] ?? null
  }

  setRepair(id: ClientId, on: boolean): ClientStatus {
    const others = this.#deps.repairs.get().filter((other) => other !== id)
    this.#deps.repairs.set(on ? [...others, clientById(id).id] : others)
    return this.card(id)
  }

  watch(listener: (changes: readonly ClientsChange[]) => void): () => void {
    const { startCommands, log, pollMs = POLL_MS } = this.#deps
    const follower = followClients({
      startCommands,
      serverCopies: resolveHome(this.#deps.home).servers,
      list: () => this.list(),
      inspect: (client) => this.#inspect(client),
      history: this.#history,
      wantsRepair: (id) => this.#deps.repairs.get().includes(id),
      repair: (client) => this.#repair(client),
      log,
      listener,
    })
    const files = () => CLIENTS.flatMap((client) => client.locations(this.#machine()).map(({ file }) => file))
    const fileWatch = watchFiles(files, follower.check, { pollMs })
    const timer = setInterval(follower.check, pollMs)
    timer.unref()
    this.#checks.add(follower.check)
    follower.check()
    return () => {
      follower.end()
      this.#checks.delete(follower.check)
      clearInterval(timer)
      fileWatch.close()
    }
  }

  recheck(): void {
    for (const check of this.#checks) check()
  }

  async close(): Promise<void> {
    await this.#lastOperation
    this.#thread.close()
  }

  #machine(): Machine {
    return this.#deps.machine?.() ?? thisMachine()
  }

  /** Runs `operation` after those before it: two concurrent writers of one file would each see the other's change. */
  #enqueue<T>(operation: () => Promise<T>): Promise<T> {
    const result = this.#lastOperation.then(operation)
    this.#lastOperation = result.catch(() => {})
    return result
  }

  #inspect(client: ClientProfile): FileInspection[] {
    return existingLocations(this.#machine(), client).map((location) =>
      this.#inspections.of(location, client),
    )
  }

  /** The status after files that have changed were read, also large ones. */
  async #freshCard(id: ClientId): Promise<ClientStatus> {
    const client = clientById(id)
    for (const location of existingLocations(this.#machine(), client))
      await this.#inspections.refresh(location, client)
    return this.card(id)
  }

  #snippetOf(client: ClientProfile, start: StartCommand): string {
    const key = JSON.stringify([client.id, start])
    const snippet = this.#snippets.get(key) ?? snippetFor(client, start)
    this.#snippets.set(key, snippet)
    return snippet
  }

  #statusOf(client: ClientProfile, sessions: readonly SessionRecord[]): ClientStatus {
    const machine = this.#machine()
    const inspections = this.#inspect(client)
    const record = this.#history.get(client.id)
    const ownSessions = sessions.filter((session) => clientByName(session.client) === client.id)
    const assessed = clientState({ client, inspections, record, sessions: ownSessions, now: Date.now() })
    const location = inspections[0]?.location
    const start = this.#startChooser.known()
    const locations =
      inspections.length > 0
        ? inspections.map((inspection) => inspection.location)
        : client.locations(machine).slice(0, 1)
    return {
      client: client.id,
      name: client.name,
      monogram: client.monogram,
      ...assessed,
      files: locations.map(({ file }) => file),
      reload: client.reload,
      writtenAt: record.files.at(-1)?.writtenAt ?? null,
      repairs: this.#deps.repairs.get().includes(client.id),
      can: {
        undo: this.#writer.canUndo(client.id),
        restart: location !== undefined && restartSteps(machine, client, location) !== null,
        log: location?.logs !== undefined,
        // Disconnecting a client whose entry was lost tells Plumbline to stop expecting that entry.
        disconnect:
          assessed.state === 'lost' ||
          inspections.some(({ kind }) => kind === 'same' || kind === 'disabled' || kind === 'ours'),
      },
      snippet: this.#snippetOf(client, start),
      snippetLanguage: client.format === 'toml' ? 'toml' : 'json',
      deepLink: client.deepLink?.(ENTRY_NAME, client.entry(start)) ?? null,
      events: record.events.slice(-EVENTS_SHOWN).toReversed(),
    }
  }

  /** @throws PlumblineError `client-missing` when the client is not installed */
  #targetFiles(client: ClientProfile): string[] {
    const found = existingLocations(this.#machine(), client)
    if (found.length > 0) return found.map(({ file }) => file)
    throw new PlumblineError(
      'client-missing',
      `${client.name} was not found on this computer.`,
      'Install it and start it once, or paste the snippet into its configuration yourself.',
    )
  }

  #wanted(start: StartCommand): WantedStart {
    return { start, accepted: this.#deps.startCommands }
  }

  async #writeEntry(
    client: ClientProfile,
    event: 'written' | 'repaired',
    replace: boolean,
  ): Promise<EntryOutcome> {
    rejectTranslocated(this.#deps.startCommands)
    const paths = this.#targetFiles(client)
    const wanted = this.#wanted(await this.#startChooser.choose())
    const files = await this.#writer.write(client, paths, wanted, event, replace)
    await this.#testEntry(client)
    return { card: await this.#freshCard(client.id), files }
  }

  async #testEntry(client: ClientProfile): Promise<StartTest> {
    await this.#freshCard(client.id)
    const entryStart =
      this.#inspect(client).find(({ kind, start }) => start !== null && kind !== 'another')?.start ?? null
    const test = await verifyStart(entryStart ?? (await this.#startChooser.choose()), this.#machine())
    if (entryStart) this.#history.change(client.id, () => ({ test: { ...test, stderr: [...test.stderr] } }))
    return test
  }

  #repair(client: ClientProfile): Promise<void> {
    return this.#enqueue(async () => {
      // While the repair waited in the queue, the user may have disconnected the client or turned automatic repair off.
      const { state } = await this.#freshCard(client.id)
      if (state === 'changed' || (state === 'lost' && this.#deps.repairs.get().includes(client.id)))
        await this.#writeEntry(client, 'repaired', false)
    })
  }
}

/** The text of a configuration file that holds only Plumbline's entry. */
function snippetFor(client: ClientProfile, start: StartCommand): string {
  const plan = planConnect(null, client, { start })
  if (plan.kind !== 'write') throw new Error('An entry can always be written to an empty file.')
  return new TextDecoder().decode(plan.bytes)
}
