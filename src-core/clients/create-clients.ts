import { join } from 'node:path'
import type { SessionRecord } from '../../src-shared/contract/activity.ts'
import { clientByName } from '../../src-shared/contract/client-names.ts'
import type {
  ClientId,
  ClientStatus,
  EntryOutcome,
  FilePlan,
  StartTest,
} from '../../src-shared/contract/clients.ts'
import { PlumblineError } from '../../src-shared/contract/errors.ts'
import { resolveHome } from '../base/home.ts'
import type { Logger } from '../base/log.ts'
import type { Clients } from './clients.ts'
import { clientState } from './plan/client-state.ts'
import { existingLocations, type FileInspection, inspectFile, problemAt } from './plan/inspect-client.ts'
import { planConnect, planDisconnect } from './plan/plan-connect.ts'
import { type ClientProfile, ENTRY_NAME, type StartCommand } from './table/client-profile.ts'
import { CLIENTS, clientById } from './table/client-table.ts'
import { type Machine, thisMachine } from './table/machine.ts'
import { createStartChooser } from './verify/choose-start.ts'
import { readClientLog } from './verify/client-log.ts'
import { type Runner, restart, restartSteps, runCommand } from './verify/restart-client.ts'
import { rejectTranslocated } from './verify/translocation.ts'
import { verifyStart } from './verify/verify-start.ts'
import { followClients } from './watch/follow-clients.ts'
import { watchFiles } from './watch/watch-files.ts'
import { NODE_FILES } from './write/file-ops.ts'
import { openHistory } from './write/history.ts'
import { readBytes } from './write/replace-file.ts'
import { createEntryWriter } from './write/write-entry.ts'

export interface ClientsDeps {
  /** Plumbline's own folder; `connections.json` and `backups` are kept there. */
  readonly home: string
  /** What starts the stdio server for this home, best first: from the snapshot, then from the bundle. Absolute paths. */
  readonly ways: readonly StartCommand[]
  /** Sessions of this home, live ones first, then the newest, `limit` at most. */
  readonly sessions: (limit: number) => readonly SessionRecord[]
  /** The clients whose entry is to be written again by itself. */
  readonly repairs: {
    readonly get: () => readonly string[]
    readonly set: (clients: readonly string[]) => void
  }
  readonly log: Logger
  /** Absent: the one that this process runs on, looked at anew each time. */
  readonly machine?: () => Machine
  readonly run?: Runner
  /** How often files and sessions are looked at besides the watching, in milliseconds. */
  readonly pollMs?: number
}

const EVENTS_SHOWN = 20
// A client that has not been seen for so many sessions is not taken for live.
const SESSIONS_LOOKED_AT = 200
const POLL_MS = 3_000

/** @see Clients */
export function createClients(deps: ClientsDeps): Clients {
  const { ways, log } = deps
  const machine = deps.machine ?? (() => thisMachine())
  const history = openHistory(join(deps.home, 'connections.json'))
  const writer = createEntryWriter({ home: deps.home, history })
  const chooser = createStartChooser(ways, (start) => verifyStart(start, machine()))
  const followers = new Set<() => void>()
  let work: Promise<unknown> = Promise.resolve()

  /** One after the other: two writers of one file would wait for each other's changes. */
  function inTurn<T>(task: () => Promise<T>): Promise<T> {
    const result = work.then(task)
    work = result.catch(() => {})
    return result
  }

  const looksAt = (client: ClientProfile): FileInspection[] =>
    existingLocations(machine(), client).map((place) => inspectFile(place, client, ways, NODE_FILES))

  function cardOf(client: ClientProfile, sessions: readonly SessionRecord[]): ClientStatus {
    const looks = looksAt(client)
    const record = history.get(client.id)
    const own = sessions.filter((session) => clientByName(session.client) === client.id)
    const judged = clientState({ client, looks, record, sessions: own, now: Date.now() })
    const place = looks[0]?.place
    const start = chooser.known()
    const places = looks.length > 0 ? looks.map((look) => look.place) : client.places(machine()).slice(0, 1)
    return {
      client: client.id,
      name: client.name,
      monogram: client.monogram,
      ...judged,
      files: places.map(({ file }) => file),
      reload: client.reload,
      writtenAt: record.files.at(-1)?.writtenAt ?? null,
      repairs: deps.repairs.get().includes(client.id),
      can: {
        undo: writer.canUndo(client.id),
        restart: place !== undefined && restartSteps(machine(), client, place) !== null,
        log: place?.logs !== undefined,
        // A lost one can be let go: nothing asks for it back then.
        disconnect:
          judged.state === 'lost' ||
          looks.some(({ kind }) => kind === 'same' || kind === 'disabled' || kind === 'ours'),
      },
      snippet: snippetFor(client, start),
      snippetLanguage: client.format === 'toml' ? 'toml' : 'json',
      deepLink: client.deepLink?.(ENTRY_NAME, client.entry(start)) ?? null,
      events: record.events.slice(-EVENTS_SHOWN).toReversed(),
    }
  }

  const card = (id: ClientId) => cardOf(clientById(id), deps.sessions(SESSIONS_LOOKED_AT))
  const list = () => {
    const sessions = deps.sessions(SESSIONS_LOOKED_AT)
    return CLIENTS.map((client) => cardOf(client, sessions))
  }

  function targets(client: ClientProfile): string[] {
    const found = existingLocations(machine(), client)
    if (found.length > 0) return found.map(({ file }) => file)
    throw new PlumblineError(
      'client-missing',
      `${client.name} was not found on this computer.`,
      'Install it and start it once, or paste the snippet into its configuration yourself.',
    )
  }

  const wantedOf = (start: StartCommand) => ({ start, fine: ways })

  function testOf(looks: readonly FileInspection[]): StartCommand | null {
    return looks.find((look) => look.start !== null && look.kind !== 'another')?.start ?? null
  }

  async function verifyNow(client: ClientProfile): Promise<StartTest> {
    const inFile = testOf(looksAt(client))
    const test = await verifyStart(inFile ?? (await chooser.choose()), machine())
    if (inFile) history.change(client.id, () => ({ test: { ...test, stderr: [...test.stderr] } }))
    return test
  }

  async function writeNow(
    client: ClientProfile,
    what: 'written' | 'repaired',
    replace: boolean,
  ): Promise<EntryOutcome> {
    rejectTranslocated(ways)
    const paths = targets(client)
    const files = await writer.write(client, paths, wantedOf(await chooser.choose()), what, replace)
    await verifyNow(client)
    return { card: card(client.id), files }
  }

  return {
    list,
    card,
    async plan(id, disconnect = false) {
      const client = clientById(id)
      if (!disconnect) rejectTranslocated(ways)
      const wanted = wantedOf(disconnect ? chooser.known() : await chooser.choose())
      const plan = disconnect ? planDisconnect : planConnect
      const files = targets(client).map((file): FilePlan => {
        const bytes = readBytes(file, NODE_FILES)
        const planned = plan(bytes, client, wanted)
        const base = {
          file,
          creates: bytes === null,
          replaces: 'nothing',
          difference: [],
          notes: [],
        } as const
        if (planned.kind === 'broken') return { ...base, kind: 'broken', problem: problemAt(file, planned) }
        if (planned.kind === 'same') return { ...base, kind: 'same', problem: null }
        const { difference, notes, replaces } = planned
        return { ...base, kind: 'write', difference, notes, replaces, problem: null }
      })
      return { client: id, name: client.name, files }
    },
    apply: (id, replace = false) => inTurn(() => writeNow(clientById(id), 'written', replace)),
    undo: (id) =>
      inTurn(async () => {
        const files = writer.undo(clientById(id))
        return { card: card(id), files }
      }),
    disconnect: (id) =>
      inTurn(async () => {
        const client = clientById(id)
        const recorded = history.get(id).files.map(({ file }) => file)
        const paths = new Set([...existingLocations(machine(), client).map(({ file }) => file), ...recorded])
        // Who takes it out does not want it back; first, so that no process takes it for lost meanwhile.
        const rest = deps.repairs.get()
        if (rest.includes(id)) deps.repairs.set(rest.filter((one) => one !== id))
        const files = await writer.remove(client, [...paths], wantedOf(chooser.known()))
        return { card: card(id), files }
      }),
    verify: (id) => inTurn(() => verifyNow(clientById(id))),
    restart: (id) =>
      inTurn(async () => {
        const client = clientById(id)
        const place = existingLocations(machine(), client)[0]
        const steps = place && restartSteps(machine(), client, place)
        if (!steps)
          throw new PlumblineError(
            'not-here',
            `${client.name} cannot be restarted from here.`,
            `Quit it and start it again yourself. ${client.reads}`,
          )
        // What it wrote at its end may have cost us the entry.
        const between = async () => {
          const state = card(id).state
          if (state === 'lost') await writeNow(client, 'repaired', false)
        }
        if (!(await restart(steps, between, deps.run ?? runCommand)))
          throw new PlumblineError(
            'not-here',
            `${client.name} is still running; it did not quit when it was asked to.`,
            'Quit it yourself, from its menu or its icon in the notification area, and start it again.',
          )
        return card(id)
      }),
    log(id) {
      const client = clientById(id)
      const places = existingLocations(machine(), client).filter(({ logs }) => logs !== undefined)
      const logs = places.map((place) =>
        readClientLog(join(place.logs ?? '', `mcp-server-${ENTRY_NAME}.log`)),
      )
      return logs.find((one) => one.exists) ?? logs[0] ?? null
    },
    setRepair(id, on) {
      const others = deps.repairs.get().filter((one) => one !== id)
      deps.repairs.set(on ? [...others, clientById(id).id] : others)
      return card(id)
    },
    watch(listener) {
      const look = followClients({
        ways,
        copies: resolveHome(deps.home).servers,
        list,
        looksAt,
        history,
        wantsRepair: (id) => deps.repairs.get().includes(id),
        repair: (client) =>
          inTurn(async () => {
            // Its turn may come after the user disconnected it, or took the wish for repairs back.
            const { state } = card(client.id)
            if (state === 'changed' || (state === 'lost' && deps.repairs.get().includes(client.id)))
              await writeNow(client, 'repaired', false)
          }),
        log,
        listener,
      })
      const files = () => CLIENTS.flatMap((client) => client.places(machine()).map(({ file }) => file))
      const watching = watchFiles(files, look.now, { pollMs: deps.pollMs ?? POLL_MS })
      const timer = setInterval(look.now, deps.pollMs ?? POLL_MS)
      timer.unref()
      followers.add(look.now)
      look.now()
      return () => {
        look.end()
        followers.delete(look.now)
        clearInterval(timer)
        watching.close()
      }
    },
    recheck() {
      for (const look of followers) look()
    },
    async close() {
      await work
    },
  }
}

/** The whole of a file that has nothing but our entry. */
function snippetFor(client: ClientProfile, start: StartCommand): string {
  const plan = planConnect(null, client, { start })
  if (plan.kind !== 'write') throw new Error('An empty file can be written to.')
  return new TextDecoder().decode(plan.bytes)
}
