import { useQueryClient } from '@tanstack/react-query'
import { useMemo, useRef } from 'react'
import type { ActivityFigures, NamedFigures } from '../../../src-shared/contract/activity.ts'
import type { MethodInput } from '../../../src-shared/contract/contract.ts'
import { useClock } from '../../state/clock.ts'
import { filterInput } from '../../state/filter-input.ts'
import { useBridge } from '../../state/use-bridge.ts'
import { type ActivityQuery, figureFilterOf } from './activity-query.ts'
import { type SteppedSpan, spanBetween, spanUpTo, stepEnd } from './figure-spans.ts'

/** The span of the figures. A span up to now moves on with the clock, a step at a time, unless it is `held`. */
export function useFigureSpan({ span, between }: ActivityQuery, held: boolean): SteppedSpan {
  const now = useClock((now) => stepEnd(span, now))
  const heldEnd = useRef({ span, end: now })
  if (!held || heldEnd.current.span !== span) heldEnd.current = { span, end: now }
  const { end } = heldEnd.current
  return useMemo(() => (between ? spanBetween(between) : spanUpTo(span, end)), [between, span, end])
}

/** The figures of the view; `undefined` while the first ones are loaded. While `held`, they do not change. */
export function useFigures(
  query: ActivityQuery,
  span: SteppedSpan,
  held: boolean,
): ActivityFigures | undefined {
  return useHeldFigures({ filter: filterInput(figureFilterOf(query)), ...span }, held)
}

/** While `held`, figures that are loaded are not loaded again. Those of another span or filter are loaded once. */
function useHeldFigures(input: MethodInput<'activity.figures'>, held: boolean): ActivityFigures | undefined {
  const isLoaded = useQueryClient().getQueryData(['activity.figures', input]) !== undefined
  const options = { area: 'requests', keep: true, enabled: !held || !isLoaded } as const
  return useBridge('activity.figures', input, options).data
}

/** The figures of each tool in a span, by tool and regardless of the filters. */
export function useToolFigures(span: SteppedSpan, held: boolean): ReadonlyMap<string, NamedFigures> {
  const data = useHeldFigures({ filter: { callsOnly: true }, from: span.from, to: span.to, steps: 1 }, held)
  return useMemo(() => new Map(data?.tools.map((tool) => [tool.name, tool])), [data])
}

/** Fewer calls have no meaningful 95th percentile. */
const MIN_CALLS = 20

/** True for a duration (microseconds) above the 95th percentile of its tool. */
export function isSlow(micros: number, tool: NamedFigures | undefined): boolean {
  return tool !== undefined && tool.count >= MIN_CALLS && tool.p95 !== null && micros > tool.p95
}
