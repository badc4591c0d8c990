import { Select } from '@mantine/core'
import { useState } from 'react'
import type { Facet } from '../../../../src-shared/standard/standard.ts'

const COMMON_LANGUAGES = [
  'python',
  'typescript',
  'javascript',
  'go',
  'rust',
  'java',
  'kotlin',
  'csharp',
  'cpp',
  'sql',
  'shell',
] as const

/** Chooses a language or domain: one of the library, a new one, or none, so that other rules find it. */
export function FacetField({
  id,
  label,
  value,
  found,
  known,
  labelOf,
  onChange,
}: {
  readonly id: string
  readonly label: 'Language' | 'Domain'
  readonly value: string | null
  /** What applies while the front matter has none. */
  readonly found: Facet | null
  readonly known: readonly string[]
  readonly labelOf: (value: string) => string
  readonly onChange: (value: string | null) => void
}) {
  const [search, setSearch] = useState('')
  const typed = search.trim().toLowerCase()
  const all = new Set([...known, ...(label === 'Language' ? COMMON_LANGUAGES : []), 'all'])
  if (value !== null) all.add(value)
  const isKnown = [...all].some((name) => name === typed || labelOf(name).toLowerCase() === typed)
  const data = [...all]
    .map((name) => ({ value: name, label: name === 'all' ? `All ${label.toLowerCase()}s` : labelOf(name) }))
    .sort((a, b) => Number(a.value === 'all') - Number(b.value === 'all') || a.label.localeCompare(b.label))
  return (
    <Select
      id={id}
      searchable
      clearable={value !== null}
      clearButtonProps={{ 'aria-label': `Clear ${label.toLowerCase()}`, size: 'xs' }}
      placeholder={found === null ? 'All' : `${labelOf(found.value)}, by its ${found.rule}`}
      data={typed === '' || isKnown ? data : [...data, { value: typed, label: `${typed} (new)` }]}
      value={value}
      onChange={(next) => onChange(next)}
      onSearchChange={setSearch}
      maxDropdownHeight={280}
    />
  )
}
