import { useQueryClient } from '@tanstack/react-query'
import { useMemo, useRef } from 'react'
import type { ActivityFigures, NamedFigures, RequestFilter } from '../../../src-shared/contract/activity.ts'
import type { MethodInput } from '../../../src-shared/contract/contract.ts'
import { useClock } from '../../state/clock.ts'
import { useBridge } from '../../state/use-bridge.ts'
import { type ActivityQuery, figureFilterOf } from './activity-query.ts'
import { type Span, spanBetween, spanUpTo, stepEnd } from './spans.ts'

/** The span that the figures are over; it moves on with the clock, a step at a time, unless it is held. */
export function useSpan({ span, between }: ActivityQuery, held: boolean): Span {
  const now = useClock((now) => stepEnd(span, now))
  const kept = useRef({ span, now })
  if (!held || kept.current.span !== span) kept.current = { span, now }
  const end = kept.current.now
  return useMemo(() => (between ? spanBetween(between) : spanUpTo(span, end)), [between, span, end])
}

/** The figures for what the view shows. While held, those that are there stay. */
export function useFigures(query: ActivityQuery, span: Span, held: boolean): ActivityFigures | undefined {
  return useHeldFigures({ filter: asInput(figureFilterOf(query)), ...span }, held)
}

/** Held means: not asked again. Another span or filter is another question, and is asked once. */
function useHeldFigures(input: MethodInput<'activity.figures'>, held: boolean): ActivityFigures | undefined {
  const isKnown = useQueryClient().getQueryData(['activity.figures', input]) !== undefined
  return useBridge('activity.figures', input, { area: 'requests', keep: true, enabled: !held || !isKnown })
    .data
}

/** Below so many calls, a slowest twentieth means nothing. */
const ENOUGH = 20

/** How long each tool's calls take in a span, whatever the rows are narrowed to. */
export function useToolTimes(span: Span, held: boolean): ReadonlyMap<string, NamedFigures> {
  const data = useHeldFigures({ filter: { callsOnly: true }, from: span.from, to: span.to, steps: 1 }, held)
  return useMemo(() => new Map(data?.tools.map((tool) => [tool.name, tool])), [data])
}

/** True for a call that took longer than 95 of 100 calls of its tool. */
export function isSlow(micros: number, tool: NamedFigures | undefined): boolean {
  return tool !== undefined && tool.count >= ENOUGH && tool.p95 !== null && micros > tool.p95
}

/** A filter as the contract takes it: its lists can be written to. */
export function asInput({ clients, tools, statuses, cache, ...rest }: RequestFilter) {
  return {
    ...rest,
    ...(clients ? { clients: [...clients] } : {}),
    ...(tools ? { tools: [...tools] } : {}),
    ...(statuses ? { statuses: [...statuses] } : {}),
    ...(cache ? { cache: [...cache] } : {}),
  }
}
