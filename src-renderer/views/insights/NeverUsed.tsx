import { UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import { formatNumber } from '../../../src-shared/format.ts'
import { TimeAgo } from '../../components/TimeAgo.tsx'
import { Pane, StandardRows, type UsageAnswer, usageState } from './UsagePane.tsx'

const KINDS = ['never', 'least'] as const

/** The standards that were part of no answer, and those that were part of few. */
export function NeverUsed({ usage }: { readonly usage: UsageAnswer }) {
  const [kind, setKind] = useState<(typeof KINDS)[number]>('never')
  const { never = [], neverTotal = 0, least = [] } = usage.data ?? {}
  const isNever = kind === 'never'
  const title = (
    <span className="usage-kinds">
      {KINDS.map((one) => (
        <UnstyledButton key={one} aria-pressed={kind === one} onClick={() => setKind(one)}>
          {one === 'never' ? 'Never used' : 'Least used'}
          {one === 'never' && usage.data ? (
            <span className="secondary figures"> {formatNumber(neverTotal)}</span>
          ) : null}
        </UnstyledButton>
      ))}
    </span>
  )
  const rows = isNever
    ? never.map(({ id, title, updated }) => ({
        id,
        title,
        end: <TimeAgo at={Date.parse(updated)} />,
        withPath: true,
      }))
    : least.map(({ id, title, times }) => ({ id, title, end: formatNumber(times), withPath: true }))
  return (
    <Pane area="Never used" title={title} unit={isNever ? 'written' : 'times asked'}>
      {usageState(usage) ??
        (rows.length === 0 ? (
          <p className="insights-none">
            {isNever
              ? 'Every standard was part of an answer.'
              : 'No standard was part of an answer in this span.'}
          </p>
        ) : (
          <StandardRows
            key={kind}
            what={isNever ? 'Standards that were never used' : 'Standards that are used least'}
            total={isNever ? neverTotal : least.length}
            rows={rows}
          />
        ))}
    </Pane>
  )
}
