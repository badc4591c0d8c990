import { Spotlight, spotlight } from '@mantine/spotlight'
import { IconBook2, IconSearch } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { KeyHint } from '../components/KeyHint.tsx'
import { Marked } from '../components/Marked.tsx'
import type { KeyId } from '../keys.ts'
import { useOfferedActions } from '../state/actions.ts'
import { go } from '../state/location.ts'
import { standardPath } from '../state/paths.ts'
import { useBridge } from '../state/use-bridge.ts'
import { useKey } from '../state/use-keys.ts'
import { VIEWS } from '../views/registry.ts'
import { matchesWords } from './match-words.ts'
import './palette.css'

export function openPalette(): void {
  spotlight.open()
}

/** Standards, actions and views by a few letters. `>` at the front leaves the actions alone. */
export function Palette() {
  const [query, setQuery] = useState('')
  useKey('palette.open', openPalette)
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      clearQueryOnClose
      scrollable
      maxHeight={420}
      size={600}
      yOffset={96}
      radius="lg"
      overlayProps={{ backgroundOpacity: 0.4 }}
      transitionProps={{ transition: 'fade', duration: 80 }}
      className="palette"
    >
      <Spotlight.Search
        placeholder="Search or jump to"
        aria-label="Search or jump to"
        leftSection={<IconSearch size={18} stroke={1.5} />}
        rightSection={<kbd className="key">Esc</kbd>}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
          const id = document.querySelector<HTMLElement>('.palette [data-selected]')?.dataset.standard
          if (id === undefined) return
          event.preventDefault()
          event.stopPropagation()
          spotlight.close()
          go(standardPath(id, { edit: true }))
        }}
      />
      <Results query={query} />
      <Spotlight.Footer className="palette-foot">
        <span>
          <kbd className="key">↑</kbd> <kbd className="key">↓</kbd> move
        </span>
        <span>
          <kbd className="key">Enter</kbd> open
        </span>
        <span>
          <kbd className="key">Ctrl Enter</kbd> edit
        </span>
        <span className="palette-hint">Type &gt; for actions only</span>
      </Spotlight.Footer>
    </Spotlight.Root>
  )
}

function Results({ query }: { readonly query: string }) {
  const actionsOnly = query.startsWith('>')
  const words = (actionsOnly ? query.slice(1) : query).trim()
  const found = useBridge(
    'standards.complete',
    { text: words, limit: 6 },
    { area: 'library', keep: true, enabled: words !== '' && !actionsOnly },
  )
  const standards = words === '' || actionsOnly ? [] : (found.data ?? [])
  const actions = useOfferedActions()
    .map((action) => ({
      ...action,
      label: typeof action.label === 'string' ? action.label : words === '' ? null : action.label(words),
    }))
    .filter(({ label, also = '' }) => label !== null && matchesWords(`${label} ${also}`, words))
  const views = actionsOnly ? [] : VIEWS.filter(({ title }) => matchesWords(title, words))

  return (
    <Spotlight.ActionsList>
      {standards.length > 0 ? (
        <Spotlight.ActionsGroup label="Standards">
          {standards.map(({ id, title }) => (
            <Item
              key={id}
              icon={<IconBook2 size={16} stroke={1.5} />}
              standard={id}
              onRun={() => go(standardPath(id))}
            >
              <Marked text={title} words={words} /> <span className="mono tertiary ellipsis">{id}</span>
            </Item>
          ))}
        </Spotlight.ActionsGroup>
      ) : null}
      {actions.length > 0 ? (
        <Spotlight.ActionsGroup label="Actions">
          {actions.map(({ id, label, icon: Icon, run, keyId }) => (
            <Item
              key={id}
              icon={<Icon size={16} stroke={1.5} />}
              onRun={() => run(words)}
              {...(keyId ? { keyId } : {})}
            >
              <Marked text={label ?? ''} words={words} />
            </Item>
          ))}
        </Spotlight.ActionsGroup>
      ) : null}
      {views.length > 0 ? (
        <Spotlight.ActionsGroup label="Views">
          {views.map(({ name, title, icon: Icon, goKey }) => (
            <Item
              key={name}
              icon={<Icon size={16} stroke={1.5} />}
              onRun={() => go(`/${name}`)}
              keyId={goKey}
            >
              <Marked text={title} words={words} />
            </Item>
          ))}
        </Spotlight.ActionsGroup>
      ) : null}
      {standards.length + actions.length + views.length === 0 && !found.isFetching ? (
        <Spotlight.Empty>Nothing is called that</Spotlight.Empty>
      ) : null}
    </Spotlight.ActionsList>
  )
}

function Item({
  icon,
  onRun,
  keyId,
  standard,
  children,
}: {
  readonly icon: ReactNode
  readonly onRun: () => void
  readonly keyId?: KeyId
  readonly standard?: string
  readonly children: ReactNode
}) {
  return (
    <Spotlight.Action onClick={onRun} data-standard={standard}>
      <span className="palette-item">
        <span className="palette-icon">{icon}</span>
        <span className="palette-label">{children}</span>
        {keyId ? <KeyHint id={keyId} /> : null}
      </span>
    </Spotlight.Action>
  )
}
