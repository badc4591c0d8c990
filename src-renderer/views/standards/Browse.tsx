import { ActionIcon, Tooltip } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { Failed } from '../../components/Failed.tsx'
import { KeyHint } from '../../components/KeyHint.tsx'
import { SearchField } from '../../components/SearchField.tsx'
import type { ListHandle } from '../../components/VirtualList.tsx'
import { useAppState } from '../../state/app-state.tsx'
import { useOnline } from '../../state/bridge-context.tsx'
import { go } from '../../state/location.ts'
import { newStandardPath } from '../../state/paths.ts'
import { useBridge } from '../../state/use-bridge.ts'
import { useNarrow } from '../../state/use-narrow.ts'
import { BrowseList } from './BrowseList.tsx'
import { EmptyLibrary, MissingLibrary } from './EmptyLibrary.tsx'
import { Facets, FacetsButton } from './Facets.tsx'
import { changeListFilter, countChosen, listInput, useListFilter } from './list-filter.ts'
import { Reader } from './Reader.tsx'
import { useStandardsList } from './use-standards-list.ts'

/** Facets, list and the standard that is read, side by side. */
export function Browse({ id }: { readonly id: string | null }) {
  const choice = useListFilter()
  const shelf = useStandardsList(choice)
  const narrow = useNarrow()
  const online = useOnline()
  const list = useRef<ListHandle>(null)
  const state = useAppState(({ library }) => library.progress.state)
  const first = shelf.first
  // Without a choice the first one is read, and goes on being read when calls or files give the list another first one.
  const kept = useRef<{ readonly choice: unknown; readonly id: string | null }>({ choice: null, id: null })
  const isKept = kept.current.choice === choice && first?.rows.some((row) => row.id === kept.current.id)
  if (first && !shelf.stale && !isKept) kept.current = { choice, id: first.rows[0]?.id ?? null }
  const shown = id ?? kept.current.id
  const placed = useBridge(
    'standards.list',
    { ...listInput(choice, { offset: 0, limit: 1 }), ...(id === null ? {} : { find: id }) },
    { area: 'library', enabled: id !== null },
  )
  const at = placed.data?.at ?? -1
  const place = useRef({ id, choice, revealed: false })
  // What was chosen elsewhere (palette, link, Back) is brought into view, once: the list belongs to the user.
  useEffect(() => {
    const { current } = place
    if (current.id !== id) place.current = { id, choice, revealed: false }
    else if (current.choice !== choice) place.current = { id, choice, revealed: true }
    if (place.current.revealed || at < 0 || !list.current) return
    place.current.revealed = true
    list.current.reveal(at)
  })
  // Another question has its best answers at the top.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another choice is what it waits for.
  useEffect(() => {
    list.current?.scrollToTop()
  }, [choice])

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
        <BrowseList ref={list} shelf={shelf} choice={choice} selected={shown} />
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
