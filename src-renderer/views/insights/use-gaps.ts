import { useEffect, useRef } from 'react'
import type { MethodOutput, NearGap } from '../../../src-shared/contract/contract.ts'
import { toast } from '../../components/toasts.tsx'
import { useOnline } from '../../state/bridge-context.tsx'
import { go, usePath } from '../../state/location.ts'
import { newStandardPath, splitPath, standardPath } from '../../state/paths.ts'
import { useBridge, useBridgeMutation } from '../../state/use-bridge.ts'
import { useKey } from '../../state/use-keys.ts'
import { orderGaps } from './order-gaps.ts'
import type { InsightsQuery } from './use-insights-query.ts'

type GapsAnswer = MethodOutput<'insights.gaps'>

export interface Gaps {
  /** The answer that the list is made of. */
  readonly found: ReturnType<typeof useBridge<'insights.gaps'>>
  /** In order. */
  readonly listed: readonly NearGap[]
  /** The selected one, or what took its place; `null` without any. */
  readonly gap: NearGap | null
  readonly answered: number
  readonly dismissed: number
  readonly write: (gap: NearGap) => void
  /** Dismisses a gap, or brings it back. */
  readonly dismiss: (gap: NearGap) => void
}

const AREAS = ['gaps', 'library'] as const

/** The gaps that are looked at, which one is selected, and what can be done with it, by key too. */
export function useGaps({ days, client, kind, sorting }: InsightsQuery): Gaps {
  const { rest } = splitPath(usePath())
  const online = useOnline()
  const asked = client === undefined ? { days } : { days, client }
  const current = useBridge('insights.gaps', { ...asked, dismissed: false }, { area: AREAS, keep: true })
  const isDismissed = kind === 'dismissed'
  const dropped = useBridge(
    'insights.gaps',
    { ...asked, dismissed: true },
    { area: AREAS, keep: true, enabled: isDismissed },
  )
  const dismissing = useBridgeMutation('insights.dismiss')
  const found = isDismissed ? dropped : current
  const listed = orderGaps(
    isDismissed ? gapsIn(dropped.data) : gapsIn(current.data, kind === 'answered'),
    sorting,
  )
  const place = useRef({ id: '', at: 0 })
  const gap =
    listed.find(({ id }) => id === rest) ??
    listed.find(({ id }) => id === place.current.id) ??
    listed[Math.min(place.current.at, listed.length - 1)] ??
    null
  useEffect(() => {
    if (gap) place.current = { id: gap.id, at: listed.indexOf(gap) }
  })

  function write({ id }: NearGap): void {
    if (online) go(newStandardPath({ gap: id }))
  }

  function dismiss({ id, dismissed }: NearGap): void {
    if (dismissing.blocked) return
    const undo = () => dismissing.mutate({ gap: id, dismissed })
    dismissing.mutate(
      { gap: id, dismissed: !dismissed },
      { onSuccess: () => toast(dismissed ? 'Brought the gap back' : 'Dismissed one gap', undo) },
    )
  }

  useKey('gap.write', () => gap && write(gap), gap !== null && !gap.answered)
  useKey('item.done', () => gap && dismiss(gap), gap !== null)
  useKey('activity.openStandard', () => gap?.nearest && go(standardPath(gap.nearest)), gap?.nearest != null)
  return {
    found,
    listed,
    gap,
    answered: gapsIn(current.data, true).length,
    dismissed: current.data?.dismissed ?? 0,
    write,
    dismiss,
  }
}

function gapsIn(answer: GapsAnswer | undefined, answered?: boolean): readonly NearGap[] {
  const gaps = answer?.gaps ?? []
  return answered === undefined ? gaps : gaps.filter((gap) => gap.answered === answered)
}
