import { UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import { formatNumber } from '../../../src-shared/format.ts'
import { TimeAgo } from '../../components/TimeAgo.tsx'
import { Pane, placeholderFor, StandardRows, type UsageQuery } from './UsagePane.tsx'

const TABS = [
  { name: 'never', label: 'Never used' },
  { name: 'least', label: 'Least used' },
] as const

/** The standards that were part of no answer, or, in the other tab, of the fewest. */
export function NeverUsed({ usage }: { readonly usage: UsageQuery }) {
  const [tab, setTab] = useState<(typeof TABS)[number]['name']>('never')
  const { never = [], neverTotal = 0, least = [] } = usage.data ?? {}
  const isNever = tab === 'never'
  const title = (
    <span className="usage-tabs">
      {TABS.map(({ name, label }) => (
        <UnstyledButton key={name} aria-pressed={tab === name} onClick={() => setTab(name)}>
          {label}
          {name === 'never' && usage.data ? (
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
        value: <TimeAgo at={Date.parse(updated)} />,
        withPath: true,
      }))
    : least.map(({ id, title, times }) => ({ id, title, value: formatNumber(times), withPath: true }))
  return (
    <Pane area="Never used" title={title} unit={isNever ? 'written' : 'times asked'}>
      {placeholderFor(usage) ??
        (rows.length === 0 ? (
          <p className="insights-none">
            {isNever
              ? 'Every standard was part of an answer.'
              : 'No standard was part of an answer in this span.'}
          </p>
        ) : (
          <StandardRows
            key={tab}
            label={isNever ? 'Standards that were never used' : 'Standards that are used least'}
            total={isNever ? neverTotal : least.length}
            rows={rows}
          />
        ))}
    </Pane>
  )
}
