import { Suspense } from 'react'
import { loadLate } from '../../load-late.ts'
import { go, usePath, useSearch } from '../../state/location.ts'
import { newStandardPath, splitPath } from '../../state/paths.ts'
import { useKey } from '../../state/use-keys.ts'
import { Browse } from './Browse.tsx'
import { EditorSkeleton } from './EditorSkeleton.tsx'
import './standards.css'

const EditStandard = loadLate(async () => (await import('./editor/EditStandard.tsx')).EditStandard)
const NewStandard = loadLate(async () => (await import('./editor/NewStandard.tsx')).NewStandard)

/**
 * `/standards/<id>` shows a standard in the reader, with `?edit=1` (and `&line=`) in the editor. `/standards/new` opens a new one,
 * prepared for `?gap=`, or from `?title=`, `?language=` and `?domain=`. The editor is loaded when it is first used.
 */
export function StandardsView() {
  const { rest } = splitPath(usePath())
  const query = new URLSearchParams(useSearch())
  useKey('standards.new', () => go(newStandardPath({})), rest !== 'new')
  if (rest === 'new')
    return (
      <Suspense fallback={<EditorSkeleton />}>
        <NewStandard
          key={query.toString()}
          {...pick(query, 'gap')}
          {...pick(query, 'title')}
          {...pick(query, 'language')}
          {...pick(query, 'domain')}
        />
      </Suspense>
    )
  if (rest !== '' && query.has('edit')) {
    const line = Number(query.get('line'))
    return (
      <Suspense fallback={<EditorSkeleton />}>
        <EditStandard key={rest} id={rest} line={Number.isInteger(line) && line > 0 ? line : null} />
      </Suspense>
    )
  }
  return <Browse id={rest === '' ? null : rest} />
}

function pick<Name extends string>(query: URLSearchParams, name: Name): { readonly [K in Name]?: string } {
  const value = query.get(name)
  return (value === null || value === '' ? {} : { [name]: value }) as { readonly [K in Name]?: string }
}
