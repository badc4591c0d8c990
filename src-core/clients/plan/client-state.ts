import type { SessionRecord } from '../../../src-shared/contract/activity.ts'
import type {
  ClientSession,
  ClientState,
  ConfigProblem,
  StartTest,
} from '../../../src-shared/contract/clients.ts'
import type { ClientProfile } from '../table/client-profile.ts'
import type { ClientRecord } from '../write/history.ts'
import { sameStart } from './entry.ts'
import type { FileInspection } from './inspect-client.ts'

/** What is known of a client at one moment. */
export interface KnownClient {
  readonly client: ClientProfile
  /** One for each installation that was found. */
  readonly looks: readonly FileInspection[]
  readonly record: ClientRecord
  /** Sessions of this client, newest first. */
  readonly sessions: readonly SessionRecord[]
  readonly now: number
}

/** The one state of a client, with its words. */
export interface AssessedClient {
  readonly state: ClientState
  readonly label: string
  readonly summary: string
  readonly attention: boolean
  readonly problem: ConfigProblem | null
  readonly test: StartTest | null
  readonly session: ClientSession | null
}

const MOST_REPAIRS = 3
const REPAIRS_WITHIN_MS = 60 * 60_000

/** False when the entry was put back so often that going on would be a fight with the client. */
export function mayRepair(record: ClientRecord, now: number): boolean {
  return record.repairs.filter((at) => at > now - REPAIRS_WITHIN_MS).length < MOST_REPAIRS
}

/** "Live" only when a session was seen since this very command stands in the file. Pure. */
export function clientState(known: KnownClient): AssessedClient {
  const { client, looks, record, now } = known
  const session = sessionOf(known)
  const test = record.test && record.test.at >= record.since ? record.test : null
  const judged = (
    state: ClientState,
    summary: string,
    problem: ConfigProblem | null = null,
  ): AssessedClient => ({
    state,
    label: labelOf(state, client),
    summary,
    attention: NEEDS_USER.has(state) || (test !== null && !test.ok && state !== 'not-connected'),
    problem,
    test,
    session,
  })
  const open = session?.open ? session : null
  const stillWorks = open ? ' The open session still works.' : ''
  const broken = looks.find((look) => look.kind === 'broken')
  if (broken?.problem) {
    const { line, column, message, remedy } = broken.problem
    const at = line === null ? '' : `Line ${line}, column ${column}: `
    return judged('broken', `${at}${message} ${remedy}`, broken.problem)
  }
  const recorded = new Set(record.files.map(({ file }) => file))
  const lost = looks.find((look) => look.kind === 'absent' && recorded.has(look.place.file))
  if (lost) {
    const event = record.events.findLast(({ what }) => what === 'lost')
    const when = event ? ` ${ago(now - event.at)}` : ''
    const often = mayRepair(record, now)
      ? ''
      : ' It was put back often enough; Plumbline leaves it be for an hour.'
    return judged(
      'lost',
      `${client.name} rewrote the file${when} and our entry is gone.${stillWorks}${often}`,
    )
  }
  const odd = looks.find((look) => look.kind === 'ours' || look.kind === 'disabled')
  const taken = looks.find((look) => look.kind === 'another')
  if (odd) return judged('changed', changedWords(known, odd))
  if (taken && recorded.has(taken.place.file))
    return judged('changed', `Another entry has taken the name of ours.${stillWorks}`)
  const good = looks.filter((look) => look.kind === 'same')
  if (good.length > 0 && good.length < looks.length) {
    const other = looks.find((look) => look.kind !== 'same')
    return judged('changed', `${client.name} has one more file, ${other?.place.file}, without our entry.`)
  }
  if (good.length === 0) {
    if (open) return judged('live', sessionWords(open, now))
    if (looks.length === 0) return judged('not-found', `${client.name} was not found on this computer.`)
    if (taken) return judged('not-connected', 'There is an entry with our name that Plumbline did not write.')
    return judged(
      'not-connected',
      'Found on this computer. One entry will be added; you see the difference first.',
    )
  }
  const tested = test ? ` Tested ${ago(now - test.at)}: ${test.message} ${test.remedy}`.trimEnd() : ''
  if (session) return judged('live', `${sessionWords(session, now)}${tested}`)
  if (test?.ok) return judged('tested', `The entry is written and tested. ${client.reads}`)
  if (test)
    return judged('written', `The entry is written, but the test failed. ${test.message} ${test.remedy}`)
  return judged('written', `The entry is written. ${client.reads}`)
}

const NEEDS_USER: ReadonlySet<ClientState> = new Set(['lost', 'changed', 'broken'])

function labelOf(state: ClientState, client: ClientProfile): string {
  switch (state) {
    case 'not-found':
      return 'Not found'
    case 'not-connected':
      return 'Not connected'
    case 'written':
      return client.reload === 'restart' ? 'Restart needed' : 'Written'
    case 'tested':
      return client.reload === 'restart' ? 'Restart needed' : 'Tested'
    case 'live':
      return 'Live'
    case 'lost':
      return 'Entry lost'
    case 'changed':
      return 'Entry changed'
    case 'broken':
      return 'File is broken'
  }
}

/** The newest session that belongs to the entry as it is. */
function sessionOf({ record, sessions }: KnownClient): ClientSession | null {
  const seen = sessions.find(
    ({ endedAt, openedAt, lastCallAt }) =>
      endedAt === null || openedAt >= record.since || (lastCallAt ?? 0) >= record.since,
  )
  if (!seen) return null
  const { transport, calls, lastCallAt, openedAt, endedAt } = seen
  return { open: endedAt === null, transport, calls, lastCallAt, openedAt }
}

function sessionWords({ open, transport, calls, lastCallAt, openedAt }: ClientSession, now: number): string {
  const over = transport === 'stdio' ? '' : ` over ${transport === 'http' ? 'HTTP' : transport}`
  const number = `${calls} ${calls === 1 ? 'call' : 'calls'}`
  const last = lastCallAt === null ? '' : `, the last ${ago(now - lastCallAt)}`
  return open
    ? `${number}${over} in this session${last}.`
    : `${number}${over} in the last session, ${ago(now - (lastCallAt ?? openedAt))}.`
}

function changedWords({ client, record }: KnownClient, look: FileInspection): string {
  if (look.kind === 'disabled') return `The entry is there, but switched off in ${client.name}.`
  const own = record.files.find(({ file }) => file === look.place.file)
  if (own && look.start && sameStart(own, look.start))
    return 'Plumbline has moved or was updated: the entry still starts it as before.'
  return own
    ? 'Somebody changed our entry: it no longer starts this Plumbline.'
    : 'The entry starts another Plumbline than this one.'
}

/** `4 min ago`; below a minute in seconds. */
export function ago(millis: number): string {
  const seconds = Math.max(0, Math.round(millis / 1000))
  if (seconds < 60) return `${seconds} s ago`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${minutes} min ago`
  const hours = Math.round(minutes / 60)
  return hours < 48 ? `${hours} h ago` : `${Math.round(hours / 24)} days ago`
}
