import { IconCheck } from '@tabler/icons-react'
import { type ComponentType, useCallback, useEffect, useRef, useState } from 'react'
import { SearchField } from '../../components/SearchField.tsx'
import { ViewBar } from '../../components/ViewBar.tsx'
import { useAppState } from '../../state/app-state.tsx'
import { ActivitySection } from './ActivitySection.tsx'
import { DataSection } from './DataSection.tsx'
import { EndpointSection } from './EndpointSection.tsx'
import { LibrarySection } from './LibrarySection.tsx'
import { SettingSearch } from './SettingRow.tsx'
import { SavedContext } from './use-setting.ts'
import { WindowSection } from './WindowSection.tsx'
import './settings.css'

const SECTIONS: readonly { readonly id: string; readonly title: string; readonly Rows: ComponentType }[] = [
  { id: 'library', title: 'Library', Rows: LibrarySection },
  { id: 'activity', title: 'Activity', Rows: ActivitySection },
  { id: 'endpoint', title: 'Endpoint', Rows: EndpointSection },
  { id: 'window', title: 'Window', Rows: WindowSection },
  { id: 'data', title: 'Data', Rows: DataSection },
]

/** Milliseconds for which *Saved* is shown. */
const SAVED_FOR = 2_500

/** All settings. Each change is written at once. */
export function SettingsView() {
  const problem = useAppState((state) => state.settingsProblem)
  const [search, setSearch] = useState('')
  const [savedAt, setSavedAt] = useState(0)
  const [current, setCurrent] = useState('library')
  const page = useRef<HTMLDivElement>(null)
  const onSaved = useCallback(() => setSavedAt(Date.now()), [])

  useEffect(() => {
    if (savedAt === 0) return
    const timer = setTimeout(() => setSavedAt(0), SAVED_FOR)
    return () => clearTimeout(timer)
  }, [savedAt])

  /** Marks the last section whose head is above the top of the page. */
  function markCurrent(): void {
    const top = (page.current?.getBoundingClientRect().top ?? 0) + 60
    const passed = SECTIONS.filter(({ id }) => {
      const section = document.getElementById(`settings-${id}`)
      return section !== null && section.getBoundingClientRect().top <= top
    })
    setCurrent(passed.at(-1)?.id ?? 'library')
  }

  return (
    <>
      <ViewBar
        title="Settings"
        note={
          <span role="status" className="settings-saved">
            {savedAt > 0 ? (
              <>
                <IconCheck size={14} stroke={1.5} /> Saved
              </>
            ) : null}
          </span>
        }
      >
        <SearchField label="Find a setting" value={search} onChange={setSearch} width={220} />
      </ViewBar>
      <div className="settings">
        <nav aria-label="Sections" className="settings-nav" data-area="sections" tabIndex={-1}>
          {SECTIONS.map(({ id, title }) => (
            <a
              key={id}
              href={`#settings-${id}`}
              aria-current={id === current ? 'true' : undefined}
              onClick={(event) => {
                event.preventDefault()
                document.getElementById(`settings-${id}`)?.scrollIntoView({ block: 'start' })
                setCurrent(id)
              }}
            >
              {title}
            </a>
          ))}
        </nav>
        <div ref={page} className="settings-page" data-area="settings" tabIndex={-1} onScroll={markCurrent}>
          {problem === null ? null : (
            <p role="alert" className="settings-problem">
              {problem}
            </p>
          )}
          <SettingSearch value={search}>
            <SavedContext value={onSaved}>
              {SECTIONS.map(({ id, title, Rows }) => (
                <section key={id} id={`settings-${id}`} aria-label={title}>
                  <h2>{title}</h2>
                  <Rows />
                </section>
              ))}
              <p className="settings-none">No setting is called that.</p>
            </SavedContext>
          </SettingSearch>
        </div>
      </div>
    </>
  )
}
