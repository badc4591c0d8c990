import { existsSync } from 'node:fs'
import { isAbsolute, sep } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type {
  ClientId,
  ClientState,
  ClientStatus,
  ClientsChange,
  StartCommand,
} from '../../../src-shared/contract/clients.ts'
import { describeError } from '../../../src-shared/contract/errors.ts'
import type { Logger } from '../../base/log.ts'
import { mayRepair } from '../plan/client-state.ts'
import { sameStart } from '../plan/entry.ts'
import type { FileInspection } from '../plan/inspect-client.ts'
import type { ClientProfile } from '../table/client-profile.ts'
import { clientById } from '../table/client-table.ts'
import type { History } from '../write/history.ts'

export interface FollowDeps {
  /** Commands that start the server of this Plumbline. */
  readonly startCommands: readonly StartCommand[]
  /** The folder in which this or an earlier app build copied its server for clients. */
  readonly serverCopies: string
  readonly list: () => readonly ClientStatus[]
  readonly inspect: (client: ClientProfile) => readonly FileInspection[]
  readonly history: History
  /** True when the user turned automatic repair on for the client. */
  readonly wantsRepair: (client: ClientId) => boolean
  readonly repair: (client: ClientProfile) => Promise<void>
  readonly log: Logger
  readonly listener: (changes: readonly ClientsChange[]) => void
}

/**
 * Compares every client's status with the status at the previous check, reports changes to the listener, records lost entries
 * and repairs entries where that is allowed.
 */
export function followClients(deps: FollowDeps): { readonly check: () => void; readonly end: () => void } {
  const { history, log } = deps
  const lastSeen = new Map<ClientId, { readonly state: ClientState; readonly key: string }>()
  const repairing = new Set<ClientId>()
  let ended = false

  function check(): void {
    if (ended) return
    try {
      let cards = deps.list()
      if (cards.filter(recordLoss).length > 0) {
        log('warn', "Plumbline's entry in a client's configuration was lost or changed.")
        cards = deps.list()
      }
      const changes: ClientsChange[] = []
      for (const card of cards) {
        const before = lastSeen.get(card.client)
        const key = keyOf(card)
        lastSeen.set(card.client, { state: card.state, key })
        const hasChanged = before ? before.key !== key : card.attention
        if (hasChanged) changes.push({ card, before: before?.state ?? card.state })
        if (card.state === 'lost' || card.state === 'changed')
          repairIfAllowed(clientById(card.client), card.state)
      }
      if (changes.length > 0) deps.listener(changes)
    } catch (error) {
      log('warn', `The clients could not be checked: ${describeError(error)}`)
    }
  }

  /** Records each loss or change of an entry once. Returns true when it recorded one. */
  function recordLoss({ client, state }: ClientStatus): boolean {
    if (state !== 'lost' && state !== 'changed') return false
    const { files, events } = history.get(client)
    const file = files[0]?.file
    if (!file || events.at(-1)?.kind === state) return false
    history.change(client, (old) => ({ events: [...old.events, { at: Date.now(), kind: state, file }] }))
    return true
  }

  function repairIfAllowed(client: ClientProfile, state: 'lost' | 'changed'): void {
    if (repairing.has(client.id)) return
    const isDue = state === 'lost' ? deps.wantsRepair(client.id) : isOutdated(client)
    if (!isDue || !mayRepair(history.get(client.id), Date.now())) return
    repairing.add(client.id)
    history.change(client.id, ({ repairs }) => ({ repairs: [...repairs.slice(-9), Date.now()] }))
    deps
      .repair(client)
      .then(() => log('info', `The entry in ${client.name} was repaired automatically.`))
      .catch((error) => log('warn', `The entry in ${client.name} was not repaired: ${describeError(error)}`))
      .finally(() => {
        repairing.delete(client.id)
        check()
      })
  }

  /**
   * True when the entry is exactly as Plumbline wrote it, but its command is out of date: its program no longer exists, its
   * options differ from those used now, or it starts a server copy of an earlier app build. An entry that starts another
   * existing Plumbline works, and is not outdated.
   */
  function isOutdated(client: ClientProfile): boolean {
    const { files } = history.get(client.id)
    return deps.inspect(client).some(({ kind, location, start, otherLibrary }) => {
      const record = files.find(({ file }) => file === location.file)
      // Which library a client gets is changed by its user only.
      if (otherLibrary) return false
      if (kind !== 'ours' || !record || !start || !sameStart(record, start)) return false
      const paths = programsOf(start)
      return (
        paths.some((path) => isAbsolute(path) && !existsSync(path)) ||
        paths.every((path) => path.startsWith(deps.serverCopies + sep)) ||
        deps.startCommands.some((startCommand) => isDeepStrictEqual(programsOf(startCommand), paths))
      )
    })
  }

  return {
    check,
    end() {
      ended = true
    },
  }
}

/** The program files that a command starts: the executable and the server script. */
function programsOf({ command, args }: StartCommand): readonly string[] {
  return [command, ...args.filter((arg) => /server\.(?:mjs|blob)$/.test(arg))]
}

/** A text that differs when a status has changed for listeners. Ages in the summary ("4 min ago") do not count. */
function keyOf({ state, attention, test, session, files, problem, can, repairs }: ClientStatus): string {
  const sessionKey = [session?.open, session?.calls]
  return JSON.stringify([state, attention, test?.at, sessionKey, files, problem, can, repairs])
}
