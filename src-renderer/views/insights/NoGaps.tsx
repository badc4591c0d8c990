import type { ClientSteps } from '../../../src-shared/contract/contract.ts'
import { formatNumber } from '../../../src-shared/format.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import type { GapFilter } from './insights-filter.ts'

/** No row in the table of gaps, and what that means. */
export function NoGaps({
  kind,
  span,
  clients,
  client,
}: {
  readonly kind: GapFilter
  readonly span: string
  readonly clients: ClientSteps | undefined
  readonly client: string | undefined
}) {
  if (kind === 'dismissed') return <EmptyState title="Nothing is dismissed" />
  if (kind === 'answered') return <EmptyState title="No gap was filled" />
  const calls = (clients?.clients ?? [])
    .filter((one) => client === undefined || one.client === client)
    .reduce((sum, { days }) => sum + days.reduce((all, count) => all + count, 0), 0)
  return (
    <EmptyState
      title={`No gaps in ${span}`}
      text={
        calls === 0
          ? 'Nobody has asked for anything yet.'
          : calls === 1
            ? 'The one call found a standard.'
            : `All ${formatNumber(calls)} calls found a standard.`
      }
    />
  )
}
