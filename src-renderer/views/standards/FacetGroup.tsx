import { ActionIcon, TextInput, Tooltip } from '@mantine/core'
import { IconSearch, IconX } from '@tabler/icons-react'
import { useId, useState } from 'react'
import type { FacetCount } from '../../../src-shared/contract/contract.ts'
import { formatNumber } from '../../../src-shared/format.ts'
import { type FacetName, toggleFacet, useListFilter } from './list-filter.ts'

/** Values of a group that are shown before the button *more* is pressed. */
const FIRST = 6
/** Values beyond `FIRST` that are shown instead of a button. */
const SPARE = 2

/** One facet: its values with the number of standards that each would leave, most common first. */
export function FacetGroup({
  title,
  facet,
  values,
  labelOf,
  searchable = false,
}: {
  readonly title: string
  readonly facet: FacetName
  readonly values: readonly FacetCount[]
  readonly labelOf: (value: string) => string
  readonly searchable?: boolean
}) {
  const heading = useId()
  const chosen = useListFilter().filter[facet]
  const [all, setAll] = useState(false)
  /** `null`: the search field is closed. */
  const [words, setWords] = useState<string | null>(null)
  if (values.length === 0) return null

  // The value for all languages or domains is last, whatever its count.
  const sorted = [...values].sort((a, b) => Number(a.value === '') - Number(b.value === ''))
  const matching = words
    ? sorted.filter(({ value }) => labelOf(value).toLowerCase().includes(words.trim().toLowerCase()))
    : sorted
  const shown = all || words ? matching : firstOf(matching, chosen)
  return (
    <section className="facet-group" aria-labelledby={heading}>
      <div className="facet-title">
        <h2 id={heading}>{title}</h2>
        {searchable && values.length > FIRST + SPARE ? (
          <Tooltip label="Search tags">
            <ActionIcon
              size="xs"
              aria-label="Search tags"
              aria-expanded={words !== null}
              onClick={() => setWords(words === null ? '' : null)}
            >
              <IconSearch size={13} stroke={1.5} />
            </ActionIcon>
          </Tooltip>
        ) : null}
      </div>
      {words === null ? null : (
        <TextInput
          size="xs"
          mx={12}
          mb={4}
          autoFocus
          aria-label="Search tags"
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return
            event.preventDefault()
            event.stopPropagation()
            setWords(null)
          }}
        />
      )}
      {shown.map(({ value, count }) => {
        const isChosen = chosen.includes(value)
        return (
          <button
            key={value}
            type="button"
            className="facet"
            aria-pressed={isChosen}
            onClick={() => toggleFacet(facet, value)}
          >
            <span className="ellipsis">{labelOf(value)}</span>
            {isChosen ? (
              <IconX size={12} stroke={1.75} aria-hidden="true" />
            ) : (
              <span className="figures facet-count">{formatNumber(count)}</span>
            )}
          </button>
        )
      })}
      {shown.length === matching.length ? null : (
        <button type="button" className="facet facet-more" onClick={() => setAll(true)}>
          {formatNumber(matching.length - shown.length)} more
        </button>
      )}
    </section>
  )
}

/** The first values, and the chosen ones at any position. */
function firstOf(values: readonly FacetCount[], chosen: readonly string[]): readonly FacetCount[] {
  if (values.length <= FIRST + SPARE) return values
  return values.filter(({ value }, index) => index < FIRST || value === '' || chosen.includes(value))
}
