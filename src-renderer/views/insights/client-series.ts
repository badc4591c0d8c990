import type { ClientSteps } from '../../../src-shared/contract/contract.ts'
import { clientName } from '../../client-name.ts'

/** One band of the chart and its line in the legend. */
interface ClientSeries {
  readonly key: string
  readonly label: string
  readonly total: number
}

export interface ClientChart {
  readonly series: readonly ClientSeries[]
  /** One object a step: its beginning under `at`, the numbers under the keys of the series. */
  readonly data: readonly Readonly<Record<string, number>>[]
}

/** Bands that have a colour of their own. */
const BANDS = 3
const OTHER = 'other'
const HOUR_MS = 3_600_000

/**
 * The clients that called most, and the others as one band.
 * @param only the one client that is looked at; `undefined`: all of them
 */
export function chartOf({ unit, from, clients }: ClientSteps, only: string | undefined): ClientChart {
  const wanted = only === undefined ? clients : clients.filter(({ client }) => client === only)
  const bands = wanted.slice(0, BANDS).map(({ client, days }, at) => ({
    key: `client${at}`,
    label: clientName(client),
    days,
  }))
  const rest = wanted.slice(BANDS)
  const steps = wanted[0]?.days.length ?? 0
  if (rest.length > 0) {
    const days = Array.from({ length: steps }, (_, step) =>
      rest.reduce((sum, client) => sum + (client.days[step] ?? 0), 0),
    )
    bands.push({ key: OTHER, label: rest.length === 1 ? clientName(rest[0]?.client ?? null) : 'Other', days })
  }
  return {
    series: bands.map(({ key, label, days }) => ({
      key,
      label,
      total: days.reduce((sum, count) => sum + count, 0),
    })),
    data: Array.from({ length: steps }, (_, step) => ({
      at: startOf(unit, from, step),
      ...Object.fromEntries(bands.map(({ key, days }) => [key, days[step] ?? 0])),
    })),
  }
}

/** Days have 23 to 25 hours. */
function startOf(unit: ClientSteps['unit'], from: number, step: number): number {
  if (unit === 'hour') return from + step * HOUR_MS
  const day = new Date(from)
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + step).getTime()
}
