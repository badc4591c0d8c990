import { UnstyledButton } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Link } from 'wouter'
import type { LibraryUsage } from '../../../src-shared/contract/contract.ts'
import type { CallError } from '../../bridge/bridge.ts'
import { Failed } from '../../components/Failed.tsx'
import { SkeletonRows } from '../../components/SkeletonRows.tsx'
import { standardPath } from '../../state/paths.ts'

/** What the states of a pane need of an answer. */
type Answer = Pick<UseQueryResult<unknown, CallError>, 'data' | 'error' | 'refetch'>

export type UsageAnswer = UseQueryResult<LibraryUsage, CallError>

/** Rows that are shown before *Show all* is pressed. */
const FIRST_ROWS = 12

/** One of the panes below the gaps: a head of 40 px and a body that scrolls. */
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

/** What waits or failed instead of a pane's rows; `null` when the answer is there. */
export function usageState(usage: Answer): ReactNode {
  if (usage.data !== undefined) return null
  if (usage.error)
    return (
      <Failed title="The log could not be read" error={usage.error} onRetry={() => void usage.refetch()} />
    )
  return <SkeletonRows columns={['1fr', '40px']} rowHeight={26} rows={8} />
}

export interface UsedStandard {
  readonly id: string
  readonly title: string
  /** At the right. */
  readonly end: ReactNode
  /** 0 to 1, for a bar behind the row. */
  readonly share?: number
  readonly withPath: boolean
}

/** Links to standards; the first few, then all. */
export function StandardRows({
  rows,
  total,
  what,
}: {
  readonly rows: readonly UsedStandard[]
  /** May be more than there are rows. */
  readonly total: number
  /** `standards that were never used`, for screen readers. */
  readonly what: string
}) {
  const [isAll, setAll] = useState(false)
  const shown = isAll ? rows : rows.slice(0, FIRST_ROWS)
  return (
    <div className="usage-scroll">
      <ol className="usage-rows" aria-label={what}>
        {shown.map((row) => (
          <li key={row.id}>
            <Link href={standardPath(row.id)} title={row.id}>
              {row.share === undefined ? null : (
                <span className="usage-bar" style={{ width: `${(row.share * 100).toFixed(2)}%` }} />
              )}
              <span className="usage-title">{row.title}</span>
              {row.withPath ? <span className="usage-path mono">{row.id}</span> : null}
              <span className="usage-end figures">{row.end}</span>
            </Link>
          </li>
        ))}
      </ol>
      {rows.length > FIRST_ROWS ? (
        <UnstyledButton className="usage-all" aria-expanded={isAll} onClick={() => setAll(!isAll)}>
          {isAll ? 'Show fewer' : `Show all ${total > rows.length ? `${rows.length} of ${total}` : total}`}
        </UnstyledButton>
      ) : null}
    </div>
  )
}
