import { existsSync } from 'node:fs'
import { isAbsolute, sep } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { ClientId, ClientState, ClientStatus } from '../../../src-shared/contract/clients.ts'
import { describeError } from '../../../src-shared/contract/errors.ts'
import type { Logger } from '../../base/log.ts'
import type { ClientsChange } from '../clients.ts'
import { mayRepair } from '../plan/client-state.ts'
import { sameStart } from '../plan/entry.ts'
import type { FileInspection } from '../plan/inspect-client.ts'
import type { ClientProfile, StartCommand } from '../table/client-profile.ts'
import { clientById } from '../table/client-table.ts'
import type { History } from '../write/history.ts'

export interface FollowDeps {
  /** What starts the server now. */
  readonly ways: readonly StartCommand[]
  /** The folder with copies of the server that apps before this one may have made for clients. */
  readonly copies: string
  readonly list: () => readonly ClientStatus[]
  readonly looksAt: (client: ClientProfile) => readonly FileInspection[]
  readonly history: History
  readonly wantsRepair: (client: ClientId) => boolean
  readonly repair: (client: ClientProfile) => Promise<void>
  readonly log: Logger
  readonly listener: (news: readonly ClientsChange[]) => void
}

/** Compares the cards with those of the last look, tells what is new, notes what was lost and mends what may be mended. */
export function followClients(deps: FollowDeps): { readonly now: () => void; readonly end: () => void } {
  const { history, log } = deps
  const last = new Map<ClientId, { readonly state: ClientState; readonly key: string }>()
  const repairing = new Set<ClientId>()
  let ended = false

  function look(): void {
    if (ended) return
    try {
      if (deps.list().filter(noteLoss).length > 0) log('warn', 'An entry of ours was lost or changed.')
      const news: ClientsChange[] = []
      for (const card of deps.list()) {
        const before = last.get(card.client)
        const key = keyOf(card)
        last.set(card.client, { state: card.state, key })
        const isNew = before ? before.key !== key : card.attention
        if (isNew) news.push({ card, before: before?.state ?? card.state })
        if (card.state === 'lost' || card.state === 'changed') mend(clientById(card.client), card.state)
      }
      if (news.length > 0) deps.listener(news)
    } catch (error) {
      log('warn', `The connections could not be looked at: ${describeError(error)}`)
    }
  }

  /** Once for each loss. */
  function noteLoss({ client, state }: ClientStatus): boolean {
    if (state !== 'lost' && state !== 'changed') return false
    const { files, events } = history.get(client)
    const file = files[0]?.file
    if (!file || events.at(-1)?.what === state) return false
    history.change(client, (old) => ({ events: [...old.events, { at: Date.now(), what: state, file }] }))
    return true
  }

  function mend(client: ClientProfile, state: 'lost' | 'changed'): void {
    if (repairing.has(client.id)) return
    const due = state === 'lost' ? deps.wantsRepair(client.id) : isOutdated(client)
    if (!due || !mayRepair(history.get(client.id), Date.now())) return
    repairing.add(client.id)
    history.change(client.id, ({ repairs }) => ({ repairs: [...repairs.slice(-9), Date.now()] }))
    deps
      .repair(client)
      .then(() => log('info', `The entry in ${client.name} was written again by itself.`))
      .catch((error) => log('warn', `The entry in ${client.name} was not repaired: ${describeError(error)}`))
      .finally(() => {
        repairing.delete(client.id)
        look()
      })
  }

  /**
   * True when the entry is as we wrote it, and Plumbline has moved or was updated since: what it names is not there any more,
   * is started with other options now, or is a copy that an app before this one made. One that starts another Plumbline that
   * is there works, and stays.
   */
  function isOutdated(client: ClientProfile): boolean {
    const { files } = history.get(client.id)
    return deps.looksAt(client).some((seen) => {
      const own = files.find(({ file }) => file === seen.place.file)
      if (seen.kind !== 'ours' || !own || !seen.start || !sameStart(own, seen.start)) return false
      const paths = programsOf(seen.start)
      return (
        paths.some((path) => isAbsolute(path) && !existsSync(path)) ||
        paths.every((path) => path.startsWith(deps.copies + sep)) ||
        deps.ways.some((way) => isDeepStrictEqual(programsOf(way), paths))
      )
    })
  }

  return {
    now: look,
    end() {
      ended = true
    },
  }
}

/** The files that a command starts. */
function programsOf({ command, args }: StartCommand): readonly string[] {
  return [command, ...args.filter((arg) => /server\.(?:mjs|blob)$/.test(arg))]
}

/** What makes a card another one for those who follow; the age of things in its words does not. */
function keyOf({ state, attention, test, session, files, problem, can, repairs }: ClientStatus): string {
  const seen = [session?.open, session?.calls]
  return JSON.stringify([state, attention, test?.at, seen, files, problem, can, repairs])
}
