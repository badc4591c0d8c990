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

/** A language or domain: one that the library has, another word, or none, so that it is found by other means. */
export function FacetField({
  id,
  label,
  value,
  found,
  known,
  labelOf,
  disabled,
  onChange,
}: {
  readonly id: string
  readonly label: 'Language' | 'Domain'
  readonly value: string | null
  /** What applies while nothing is said. */
  readonly found: Facet | null
  readonly known: readonly string[]
  readonly labelOf: (value: string) => string
  readonly disabled: boolean
  readonly onChange: (value: string | null) => void
}) {
  const [words, setWords] = useState('')
  const typed = words.trim().toLowerCase()
  const all = new Set([...known, ...(label === 'Language' ? COMMON_LANGUAGES : []), 'all'])
  if (value !== null) all.add(value)
  const isKnown = [...all].some((one) => one === typed || labelOf(one).toLowerCase() === typed)
  const data = [...all]
    .map((one) => ({ value: one, label: one === 'all' ? `All ${label.toLowerCase()}s` : labelOf(one) }))
    .sort((a, b) => Number(a.value === 'all') - Number(b.value === 'all') || a.label.localeCompare(b.label))
  return (
    <Select
      id={id}
      disabled={disabled}
      searchable
      clearable={value !== null}
      clearButtonProps={{ 'aria-label': `Clear ${label.toLowerCase()}`, size: 'xs' }}
      placeholder={
        found === null
          ? 'All'
          : `${labelOf(found.value)}, by its ${found.rule === 'path' ? 'path' : found.rule}`
      }
      data={typed === '' || isKnown ? data : [...data, { value: typed, label: `${typed} (new)` }]}
      value={value}
      onChange={(next) => onChange(next)}
      onSearchChange={setWords}
      maxDropdownHeight={280}
    />
  )
}
