import { ActionIcon, TextInput, Tooltip } from '@mantine/core'
import { IconSearch, IconX } from '@tabler/icons-react'
import { useId, useState } from 'react'
import type { FacetCount } from '../../../src-shared/contract/contract.ts'
import { formatNumber } from '../../../src-shared/format.ts'
import { type FacetName, toggleFacet, useListFilter } from './list-filter.ts'

/** Values of a group that are shown before one asks for the rest. */
const FIRST = 6
/** So many more are shown whole rather than hidden behind a button. */
const SPARE = 2

/** One facet: its values with what each would leave, the commonest first. */
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
  /** `null`: no field to search in. */
  const [words, setWords] = useState<string | null>(null)
  if (values.length === 0) return null

  // What applies to everything goes last, whatever its count.
  const sorted = [...values].sort((a, b) => Number(a.value === '') - Number(b.value === ''))
  const fitting = words
    ? sorted.filter(({ value }) => labelOf(value).toLowerCase().includes(words.trim().toLowerCase()))
    : sorted
  const some = all || words ? fitting : firstOf(fitting, chosen)
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
      {some.map(({ value, count }) => {
        const on = chosen.includes(value)
        return (
          <button
            key={value}
            type="button"
            className="facet"
            aria-pressed={on}
            onClick={() => toggleFacet(facet, value)}
          >
            <span className="ellipsis">{labelOf(value)}</span>
            {on ? (
              <IconX size={12} stroke={1.75} aria-hidden="true" />
            ) : (
              <span className="figures facet-count">{formatNumber(count)}</span>
            )}
          </button>
        )
      })}
      {some.length === fitting.length ? null : (
        <button type="button" className="facet facet-more" onClick={() => setAll(true)}>
          {formatNumber(fitting.length - some.length)} more
        </button>
      )}
    </section>
  )
}

/** The first values, and the chosen ones wherever they stand. */
function firstOf(values: readonly FacetCount[], chosen: readonly string[]): readonly FacetCount[] {
  if (values.length <= FIRST + SPARE) return values
  return values.filter(({ value }, at) => at < FIRST || value === '' || chosen.includes(value))
}
