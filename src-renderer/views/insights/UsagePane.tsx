import { UnstyledButton } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Link } from 'wouter'
import type { LibraryUsage } from '../../../src-shared/contract/contract.ts'
import { formatNumber } from '../../../src-shared/format.ts'
import type { CallError } from '../../bridge/bridge.ts'
import { Failed } from '../../components/Failed.tsx'
import { SkeletonRows } from '../../components/SkeletonRows.tsx'
import { standardPath } from '../../state/paths.ts'

/** The parts of a query that its placeholder depends on. */
type PendingQuery = Pick<UseQueryResult<unknown, CallError>, 'data' | 'error' | 'refetch'>

export type UsageQuery = UseQueryResult<LibraryUsage, CallError>

/** Rows above the button *Show all*. */
const FIRST_ROWS = 12

/** A pane below the gaps, with a head of 40 px and a body that scrolls. */
export function Pane({
  title,
  unit,
  area,
  children,
}: {
  readonly title: ReactNode
  readonly unit?: ReactNode
  readonly area: string
  readonly children: ReactNode
}) {
  return (
    <section className="insights-pane" aria-label={area} data-area={area} tabIndex={-1}>
      <div className="insights-pane-head">
        {title}
        <span className="secondary">{unit}</span>
      </div>
      {children}
    </section>
  )
}

/** The skeleton or the error in place of a pane's content; `null` when the content is loaded. */
export function placeholderFor(query: PendingQuery): ReactNode {
  if (query.data !== undefined) return null
  if (query.error)
    return (
      <Failed title="The log could not be read" error={query.error} onRetry={() => void query.refetch()} />
    )
  return <SkeletonRows columns={['1fr', '40px']} rowHeight={26} rows={8} />
}

export interface UsedStandard {
  readonly id: string
  readonly title: string
  /** The value at the right end of the row. */
  readonly value: ReactNode
  /** Length of the bar behind the row, 0 to 1. */
  readonly share?: number
  readonly withPath: boolean
}

/** Links to standards: the first 12, and all of them after *Show all*. */
export function StandardRows({
  rows,
  total,
  label,
}: {
  readonly rows: readonly UsedStandard[]
  /** Number of all such standards; `rows` may have the first of them only. */
  readonly total: number
  /** The name of the list for screen readers. */
  readonly label: string
}) {
  const [isExpanded, setExpanded] = useState(false)
  const visible = isExpanded ? rows : rows.slice(0, FIRST_ROWS)
  return (
    <div className="usage-scroll">
      <ol className="usage-rows" aria-label={label}>
        {visible.map((row) => (
          <li key={row.id}>
            <Link href={standardPath(row.id)} title={row.id}>
              {row.share === undefined ? null : (
                <span className="usage-bar" style={{ width: `${(row.share * 100).toFixed(2)}%` }} />
              )}
              <span className="usage-title">{row.title}</span>
              {row.withPath ? <span className="usage-path mono">{row.id}</span> : null}
              <span className="usage-end figures">{row.value}</span>
            </Link>
          </li>
        ))}
      </ol>
      {rows.length > FIRST_ROWS ? (
        <UnstyledButton
          className="usage-all"
          aria-expanded={isExpanded}
          onClick={() => setExpanded(!isExpanded)}
        >
          {isExpanded ? 'Show fewer' : showAllLabel(rows.length, total)}
        </UnstyledButton>
      ) : null}
    </div>
  )
}

/** `Show all 40`, or `Show 200 of 1,204` when only the first ones are loaded. */
function showAllLabel(loaded: number, total: number): string {
  if (total > loaded) return `Show ${formatNumber(loaded)} of ${formatNumber(total)}`
  return `Show all ${formatNumber(total)}`
}
