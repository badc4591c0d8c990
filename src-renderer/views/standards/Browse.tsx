import { ActionIcon, Tooltip } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useRef } from 'react'
import { Failed } from '../../components/Failed.tsx'
import { KeyHint } from '../../components/KeyHint.tsx'
import { SearchField } from '../../components/SearchField.tsx'
import type { ListHandle } from '../../components/VirtualList.tsx'
import { useAppState } from '../../state/app-state.tsx'
import { useOnline } from '../../state/bridge-context.tsx'
import { go } from '../../state/location.ts'
import { newStandardPath } from '../../state/paths.ts'
import { useNarrow } from '../../state/use-narrow.ts'
import { BrowseList } from './BrowseList.tsx'
import { EmptyLibrary, MissingLibrary } from './EmptyLibrary.tsx'
import { Facets, FacetsButton } from './Facets.tsx'
import { changeListFilter, countChosen, useListFilter } from './list-filter.ts'
import { Reader } from './Reader.tsx'
import { useListScrolling, useShownStandard } from './use-shown-standard.ts'
import { useStandardsList } from './use-standards-list.ts'

/** Facets, list and reader side by side. */
export function Browse({ id }: { readonly id: string | null }) {
  const filter = useListFilter()
  const pages = useStandardsList(filter)
  const narrow = useNarrow()
  const online = useOnline()
  const list = useRef<ListHandle>(null)
  const state = useAppState(({ library }) => library.progress.state)
  const shownId = useShownStandard(id, pages, filter)
  useListScrolling(list, id, filter)

  const { first } = pages
  const isFiltered = filter.text.trim() !== '' || countChosen(filter) > 0
  if (pages.error && !first)
    return (
      <Failed title="The standards could not be read" error={pages.error} onRetry={() => pages.retry()} />
    )
  if (first?.total === 0 && !isFiltered && id === null)
    return state === 'missing' ? <MissingLibrary /> : <EmptyLibrary />

  return (
    <div className="browse">
      {narrow ? null : (
        <aside className="browse-facets" data-area="facets" aria-label="Narrow the list">
          <header className="browse-head">
            <h1 className="view-title">Standards</h1>
          </header>
          <Facets facets={first?.facets} />
        </aside>
      )}
      <section className="browse-list" data-area="list" aria-label="Standards">
        <header className="browse-head browse-search">
          {narrow ? <FacetsButton facets={first?.facets} chosen={countChosen(filter)} /> : null}
          <SearchField
            label="Search standards"
            value={filter.text}
            width="100%"
            onChange={(text) => changeListFilter({ text })}
            onDown={() => list.current?.focus()}
          />
          <Tooltip
            label={
              <>
                New standard <KeyHint id="standards.new" />
              </>
            }
          >
            <ActionIcon aria-label="New standard" disabled={!online} onClick={() => go(newStandardPath({}))}>
              <IconPlus size={16} stroke={1.5} />
            </ActionIcon>
          </Tooltip>
        </header>
        <BrowseList ref={list} pages={pages} filter={filter} selected={shownId} />
      </section>
      <Reader
        id={shownId}
        words={filter.text.trim()}
        narrow={narrow}
        next={() => pages.neighbourOf(shownId)}
        empty={first?.total === 0}
      />
    </div>
  )
}
