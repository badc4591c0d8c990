import type { SessionRecord } from '../../../src-shared/contract/activity.ts'
import type {
  ClientSession,
  ClientState,
  ConfigProblem,
  StartTest,
} from '../../../src-shared/contract/clients.ts'
import { formatAgo, formatCount } from '../../../src-shared/format.ts'
import type { ClientProfile } from '../table/client-profile.ts'
import type { ClientRecord } from '../write/history.ts'
import { sameStart } from './entry.ts'
import type { FileInspection } from './inspect-client.ts'

/** Everything from which the state of a client is derived. */
export interface KnownClient {
  readonly client: ClientProfile
  /** One per installed build of the client. */
  readonly inspections: readonly FileInspection[]
  readonly record: ClientRecord
  /** Sessions of this client, newest first. */
  readonly sessions: readonly SessionRecord[]
  readonly now: number
}

/** The state of a client, with the texts that describe it. */
export interface AssessedClient {
  readonly state: ClientState
  readonly needsRestart: boolean
  readonly label: string
  readonly summary: string
  readonly attention: boolean
  readonly problem: ConfigProblem | null
  readonly test: StartTest | null
  readonly session: ClientSession | null
}

const MAX_REPAIRS = 3
const REPAIR_PERIOD_MS = 60 * 60_000

/** False after three automatic repairs within an hour: the client probably removes the entry on purpose. */
export function mayRepair(record: ClientRecord, now: number): boolean {
  return record.repairs.filter((at) => at > now - REPAIR_PERIOD_MS).length < MAX_REPAIRS
}

/** Derives the state. "Live" requires a session that was active after the current command was written. Pure. */
export function clientState(known: KnownClient): AssessedClient {
  const { client, inspections, record, now } = known
  const session = sessionOf(known)
  const test = record.test && record.test.at >= record.since ? record.test : null
  const assessed = (
    state: ClientState,
    summary: string,
    problem: ConfigProblem | null = null,
  ): AssessedClient => {
    const needsRestart = client.reload === 'restart' && (state === 'written' || state === 'tested')
    return {
      state,
      needsRestart,
      label: needsRestart ? 'Restart needed' : LABELS[state],
      summary,
      attention: NEEDS_ATTENTION.has(state) || (test !== null && !test.ok && state !== 'not-connected'),
      problem,
      test,
      session,
    }
  }
  const open = session?.open ? session : null
  const stillWorks = open ? ' The open session still works.' : ''
  const broken = inspections.find((inspection) => inspection.kind === 'broken')
  if (broken?.problem) {
    const { line, column, message, remedy } = broken.problem
    const at = line === null ? '' : `Line ${line}, column ${column}: `
    return assessed('broken', `${at}${message} ${remedy}`, broken.problem)
  }
  const recorded = new Set(record.files.map(({ file }) => file))
  const lost = inspections.find(
    (inspection) => inspection.kind === 'absent' && recorded.has(inspection.location.file),
  )
  if (lost) {
    const event = record.events.findLast(({ kind }) => kind === 'lost')
    const when = event ? ` ${formatAgo(now - event.at)}` : ''
    const paused = mayRepair(record, now)
      ? ''
      : ' Plumbline already repaired it three times within an hour, and pauses automatic repairs.'
    return assessed(
      'lost',
      `${client.name} rewrote the file${when} and our entry is gone.${stillWorks}${paused}`,
    )
  }
  const differing = inspections.find(
    (inspection) => inspection.kind === 'ours' || inspection.kind === 'disabled',
  )
  const taken = inspections.find((inspection) => inspection.kind === 'another')
  if (differing) return assessed('changed', describeChange(known, differing))
  if (taken && recorded.has(taken.location.file))
    return assessed('changed', `Another program replaced our entry with one of the same name.${stillWorks}`)
  const correct = inspections.filter((inspection) => inspection.kind === 'same')
  if (correct.length > 0 && correct.length < inspections.length) {
    const other = inspections.find((inspection) => inspection.kind !== 'same')
    return assessed(
      'changed',
      `${client.name} has one more file, ${other?.location.file}, without our entry.`,
    )
  }
  if (correct.length === 0) {
    if (open) return assessed('live', describeSession(open, now))
    if (inspections.length === 0)
      return assessed('not-found', `${client.name} was not found on this computer.`)
    if (taken)
      return assessed('not-connected', 'There is an entry with our name that Plumbline did not write.')
    return assessed(
      'not-connected',
      'Found on this computer. One entry will be added; you see the changes first.',
    )
  }
  const tested = test ? ` Tested ${formatAgo(now - test.at)}: ${test.message} ${test.remedy}`.trimEnd() : ''
  if (session) return assessed('live', `${describeSession(session, now)}${tested}`)
  if (test?.ok) return assessed('tested', `The entry is written and tested. ${client.reads}`)
  if (test)
    return assessed('written', `The entry is written, but the test failed. ${test.message} ${test.remedy}`)
  return assessed('written', `The entry is written. ${client.reads}`)
}

const NEEDS_ATTENTION: ReadonlySet<ClientState> = new Set(['lost', 'changed', 'broken'])

const LABELS: Readonly<Record<ClientState, string>> = {
  'not-found': 'Not found',
  'not-connected': 'Not connected',
  written: 'Written',
  tested: 'Tested',
  live: 'Live',
  lost: 'Entry lost',
  changed: 'Entry changed',
  broken: 'File is broken',
}

/** The newest session that is open or was active after the current command was written. */
function sessionOf({ record, sessions }: KnownClient): ClientSession | null {
  const seen = sessions.find(
    ({ endedAt, openedAt, lastCallAt }) =>
      endedAt === null || openedAt >= record.since || (lastCallAt ?? 0) >= record.since,
  )
  if (!seen) return null
  const { transport, calls, lastCallAt, openedAt, endedAt } = seen
  return { open: endedAt === null, transport, calls, lastCallAt, openedAt }
}

function describeSession(
  { open, transport, calls, lastCallAt, openedAt }: ClientSession,
  now: number,
): string {
  const over = transport === 'stdio' ? '' : ` over ${transport === 'http' ? 'HTTP' : transport}`
  const number = formatCount(calls, 'call')
  const last = lastCallAt === null ? '' : `, the last ${formatAgo(now - lastCallAt)}`
  return open
    ? `${number}${over} in this session${last}.`
    : `${number}${over} in the last session, ${formatAgo(now - (lastCallAt ?? openedAt))}.`
}

function describeChange({ client, record }: KnownClient, inspection: FileInspection): string {
  if (inspection.kind === 'disabled') return `The entry is there, but switched off in ${client.name}.`
  const fileRecord = record.files.find(({ file }) => file === inspection.location.file)
  if (fileRecord && inspection.start && !inspection.otherLibrary && sameStart(fileRecord, inspection.start))
    return 'Plumbline has moved or was updated: the entry still has the old command.'
  if (inspection.otherLibrary)
    return 'The entry serves another library than this Plumbline, which was started for one folder.'
  return fileRecord
    ? 'Our entry was edited: it no longer starts this Plumbline.'
    : 'The entry starts another Plumbline, not this one.'
}
