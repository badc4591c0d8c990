import { ActionIcon, Tooltip } from '@mantine/core'
import { IconFilePlus, IconPlus } from '@tabler/icons-react'
import { useRef } from 'react'
import { Failed } from '../../components/Failed.tsx'
import { KeyHint } from '../../components/KeyHint.tsx'
import { SearchField } from '../../components/SearchField.tsx'
import type { ListHandle } from '../../components/VirtualList.tsx'
import { useActions } from '../../state/actions.ts'
import { useAppState } from '../../state/app-state.tsx'
import { useOnline } from '../../state/bridge-context.tsx'
import { go } from '../../state/location.ts'
import { useNarrow } from '../../state/use-narrow.ts'
import { EmptyLibrary, MissingLibrary } from './EmptyLibrary.tsx'
import { Facets, FacetsButton } from './Facets.tsx'
import { Reader } from './Reader.tsx'
import { ShelfList } from './ShelfList.tsx'
import { changeShelf, countChosen, useShelfChoice } from './shelf-choice.ts'
import { useShelf } from './use-shelf.ts'

/** Facets, list and the standard that is read, side by side. */
export function Browse({ id }: { readonly id: string | null }) {
  const choice = useShelfChoice()
  const shelf = useShelf(choice)
  const narrow = useNarrow()
  const online = useOnline()
  const list = useRef<ListHandle>(null)
  const state = useAppState(({ library }) => library.progress.state)
  const first = shelf.first
  const shown = id ?? shelf.rowAt(0)?.id ?? null

  useActions([
    {
      id: 'standards.new',
      label: (words) => (words === '' ? 'New standard' : `New standard “${words}”`),
      icon: IconFilePlus,
      keyId: 'standards.new',
      run: (words) => go(`/standards/new${words === '' ? '' : `?${new URLSearchParams({ title: words })}`}`),
    },
  ])

  const bare = choice.text.trim() === '' && countChosen(choice) === 0
  if (shelf.error && !first)
    return <Failed what="The standards could not be read" error={shelf.error} onRetry={() => shelf.retry()} />
  if (first?.total === 0 && bare && id === null)
    return state === 'missing' ? <MissingLibrary /> : <EmptyLibrary />

  return (
    <div className="shelf">
      {narrow ? null : (
        <aside className="shelf-facets" data-area="facets" aria-label="Narrow the list">
          <header className="shelf-head">
            <h1 className="view-title">Standards</h1>
          </header>
          <Facets facets={first?.facets} />
        </aside>
      )}
      <section className="shelf-list" data-area="list" aria-label="Standards">
        <header className="shelf-head shelf-search">
          {narrow ? <FacetsButton facets={first?.facets} chosen={countChosen(choice)} /> : null}
          <SearchField
            label="Search standards"
            value={choice.text}
            width="100%"
            onChange={(text) => changeShelf({ text })}
            onDown={() => list.current?.focus()}
          />
          <Tooltip
            label={
              <>
                New standard <KeyHint id="standards.new" />
              </>
            }
          >
            <ActionIcon aria-label="New standard" disabled={!online} onClick={() => go('/standards/new')}>
              <IconPlus size={16} stroke={1.5} />
            </ActionIcon>
          </Tooltip>
        </header>
        <ShelfList ref={list} shelf={shelf} choice={choice} selected={shown} />
      </section>
      <Reader
        id={shown}
        words={choice.text.trim()}
        narrow={narrow}
        next={() => shelf.neighbourOf(shown)}
        empty={first?.total === 0}
      />
    </div>
  )
}
