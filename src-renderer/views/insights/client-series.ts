import type { ClientSteps } from '../../../src-shared/contract/contract.ts'
import { clientName } from '../../client-name.ts'

/** A series of the chart, and its line in the legend. */
interface ClientSeries {
  readonly key: string
  readonly label: string
  readonly total: number
}

export interface ClientChart {
  readonly series: readonly ClientSeries[]
  /** An object per step: the time of its beginning as `at`, and the number of calls of each series under its key. */
  readonly data: readonly Readonly<Record<string, number>>[]
}

/** Clients that have a series of their own. The others share one. */
const TOP_CLIENTS = 3
const HOUR_MS = 3_600_000

/**
 * The series of the clients with the most calls, and one of all other clients.
 * @param only the only client to include; `undefined`: all clients
 */
export function clientChart({ unit, from, clients }: ClientSteps, only: string | undefined): ClientChart {
  const included = only === undefined ? clients : clients.filter(({ client }) => client === only)
  const steps = included[0]?.days.length ?? 0
  const bands = included.slice(0, TOP_CLIENTS).map(({ client, days }, at) => ({
    key: `client${at}`,
    label: clientName(client),
    days,
  }))
  const others = included.slice(TOP_CLIENTS)
  const [firstOther] = others
  if (firstOther) {
    bands.push({
      key: 'other',
      label: others.length === 1 ? clientName(firstOther.client) : 'Other',
      days: Array.from({ length: steps }, (_, step) => sum(others.map(({ days }) => days[step] ?? 0))),
    })
  }
  return {
    series: bands.map(({ key, label, days }) => ({ key, label, total: sum(days) })),
    data: Array.from({ length: steps }, (_, step) => ({
      at: startOf(unit, from, step),
      ...Object.fromEntries(bands.map(({ key, days }) => [key, days[step] ?? 0])),
    })),
  }
}

/** The number of calls of all clients, or of one. */
export function countCalls({ clients }: ClientSteps, only: string | undefined): number {
  const included = only === undefined ? clients : clients.filter(({ client }) => client === only)
  return sum(included.map(({ days }) => sum(days)))
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0)
}

/** When a step begins. A day may have 23 or 25 hours, so days are counted by the calendar. */
function startOf(unit: ClientSteps['unit'], from: number, step: number): number {
  if (unit === 'hour') return from + step * HOUR_MS
  const day = new Date(from)
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + step).getTime()
}
