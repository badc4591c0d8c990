import type { MethodOutput, NearGap } from '../../../src-shared/contract/contract.ts'
import { toast } from '../../components/toasts.tsx'
import { useOnline } from '../../state/bridge-context.tsx'
import { go, usePath } from '../../state/location.ts'
import { newStandardPath, splitPath, standardPath } from '../../state/paths.ts'
import { useBridge, useBridgeMutation } from '../../state/use-bridge.ts'
import { useKey } from '../../state/use-keys.ts'
import { useSelectedRow } from '../../state/use-selected-row.ts'
import { orderGaps } from './order-gaps.ts'
import type { InsightsQuery } from './use-insights-query.ts'

export interface Gaps {
  /** The query that loads the listed gaps. */
  readonly loaded: ReturnType<typeof useBridge<'insights.gaps'>>
  /** The listed gaps, filtered and sorted. */
  readonly listed: readonly NearGap[]
  /** `null` when no gap is listed. */
  readonly selected: NearGap | null
  /** Number of answered gaps. */
  readonly answered: number
  /** Number of dismissed gaps. */
  readonly dismissed: number
  /** Opens the editor with a new standard for a gap. */
  readonly write: (gap: NearGap) => void
  /** Dismisses a gap, or brings a dismissed one back. */
  readonly dismiss: (gap: NearGap) => void
}

const AREAS = ['gaps', 'library'] as const

/** Loads the gaps that match the filters, and binds the keys to the actions on the selected gap. */
export function useGaps({ days, client, gaps: filter, sorting }: InsightsQuery): Gaps {
  const { rest } = splitPath(usePath())
  const online = useOnline()
  const input = client === undefined ? { days } : { days, client }
  const current = useBridge('insights.gaps', { ...input, dismissed: false }, { area: AREAS, keep: true })
  const isDismissed = filter === 'dismissed'
  const dismissed = useBridge(
    'insights.gaps',
    { ...input, dismissed: true },
    { area: AREAS, keep: true, enabled: isDismissed },
  )
  const dismissal = useBridgeMutation('insights.dismiss')
  const listed = orderGaps(
    isDismissed ? gapsIn(dismissed.data) : gapsIn(current.data, filter === 'answered'),
    sorting,
  )
  const selected = useSelectedRow(listed, rest)

  function write({ id }: NearGap): void {
    if (online) go(newStandardPath({ gap: id }))
  }

  function dismiss({ id, dismissed: wasDismissed }: NearGap): void {
    if (dismissal.blocked) return
    const undo = () => dismissal.mutate({ gap: id, dismissed: wasDismissed })
    const message = wasDismissed ? 'Brought the gap back' : 'Dismissed 1 gap'
    dismissal.mutate({ gap: id, dismissed: !wasDismissed }, { onSuccess: () => toast(message, undo) })
  }

  const nearest = selected?.nearest ?? null
  useKey('gap.write', () => selected && write(selected), selected !== null && !selected.answered)
  useKey('item.done', () => selected && dismiss(selected), selected !== null)
  useKey('activity.openStandard', () => nearest !== null && go(standardPath(nearest)), nearest !== null)
  return {
    loaded: isDismissed ? dismissed : current,
    listed,
    selected,
    answered: gapsIn(current.data, true).length,
    dismissed: current.data?.dismissed ?? 0,
    write,
    dismiss,
  }
}

function gapsIn(output: MethodOutput<'insights.gaps'> | undefined, answered?: boolean): readonly NearGap[] {
  const gaps = output?.gaps ?? []
  return answered === undefined ? gaps : gaps.filter((gap) => gap.answered === answered)
}
