import { Combobox, Modal, TextInput, useCombobox } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react'
import { KeyHint } from '../components/KeyHint.tsx'
import { Marked } from '../components/Marked.tsx'
import { createToggle } from '../state/toggle.ts'
import { useKey } from '../state/use-keys.ts'
import { type Found, type FoundGroup, useFound } from './use-found.ts'
import './palette.css'

const shown = createToggle()

export const openPalette = shown.open

/** Finds standards, actions and views. A leading `>` limits the search to actions. */
export function Palette() {
  const opened = useSyncExternalStore(shown.subscribe, shown.get)
  useKey('palette.open', shown.open)
  return (
    <Modal
      opened={opened}
      onClose={shown.close}
      withCloseButton={false}
      size={600}
      padding={0}
      // No transition, so that text typed right after the shortcut goes into the field.
      transitionProps={{ duration: 0 }}
      attributes={{ content: { 'aria-label': 'Search or jump to' } }}
      className="palette"
    >
      <Search />
    </Modal>
  )
}

function Search() {
  const [query, setQuery] = useState('')
  const { groups, settled } = useFound(query)
  const combobox = useCombobox({ opened: true })
  const field = useRef<HTMLInputElement>(null)
  useLayoutEffect(() => field.current?.focus(), [])
  /** The last key, because Ctrl+Enter opens the editor. */
  const pressed = useRef({ enter: false, edits: false })
  const [waits, setWaits] = useState(false)
  const all = groups.flatMap(({ found }) => found)
  const [first] = all
  const signature = all.map(({ key }) => key).join('\n')
  const { selectFirstOption } = combobox
  // Results arrive in several steps, and the first one is selected after each.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the signature changes when the results change.
  useEffect(() => {
    selectFirstOption()
  }, [signature])

  function take(found: Found): void {
    shown.close()
    if (pressed.current.edits && found.edit) found.edit()
    else found.run()
  }

  function submit(key: string): void {
    const found = all.find((item) => item.key === key)
    // Enter was pressed before the results for the last letters arrived, so wait for them.
    if (!settled && pressed.current.enter && found === first) setWaits(true)
    else if (found) take(found)
  }

  useEffect(() => {
    if (!waits || !settled) return
    setWaits(false)
    if (first) take(first)
  })

  return (
    <Combobox store={combobox} onOptionSubmit={submit}>
      <Combobox.EventsTarget withExpandedAttribute={false}>
        <TextInput
          data-autofocus
          ref={field}
          variant="unstyled"
          className="palette-search"
          placeholder="Search or jump to"
          aria-label="Search or jump to"
          value={query}
          leftSection={<IconSearch size={18} stroke={1.5} />}
          rightSection={<kbd className="key">Esc</kbd>}
          rightSectionWidth={54}
          onChange={(event) => {
            setQuery(event.currentTarget.value)
            setWaits(false)
          }}
          onKeyDown={(event) => {
            // Mantine does not close the dialog on Escape while a list is open, and this list always is.
            if (event.key === 'Escape' && !event.nativeEvent.isComposing) shown.close()
            pressed.current = { enter: event.key === 'Enter', edits: event.ctrlKey || event.metaKey }
          }}
        />
      </Combobox.EventsTarget>
      {all.length === 0 ? (
        <p className="palette-nothing" role="status">
          Nothing is called that
        </p>
      ) : (
        <Combobox.Options className="palette-list" aria-label="What was found">
          {groups.map((group) => (
            <Group key={group.name} group={group} />
          ))}
        </Combobox.Options>
      )}
      <Footer />
    </Combobox>
  )
}

function Group({ group }: { readonly group: FoundGroup }) {
  return (
    <Combobox.Group label={group.name}>
      {group.found.map(({ key, icon: Icon, label, words, detail, keyId }) => (
        <Combobox.Option key={key} value={key} className="palette-item">
          <Icon size={16} stroke={1.5} className="palette-icon" aria-hidden="true" />
          <span className="palette-label">
            <Marked text={label} words={words} />
            {detail === undefined ? null : <span className="mono palette-detail ellipsis">{detail}</span>}
          </span>
          {keyId ? (
            <KeyHint id={keyId} />
          ) : (
            <span className="keys palette-enter" aria-hidden="true">
              <kbd className="key">Enter</kbd>
            </span>
          )}
        </Combobox.Option>
      ))}
    </Combobox.Group>
  )
}

function Footer() {
  const hint = (caps: readonly string[], word: ReactNode) => (
    <span>
      {caps.map((cap) => (
        <kbd key={cap} className="key">
          {cap}
        </kbd>
      ))}
      {word}
    </span>
  )
  return (
    <div className="palette-foot">
      {hint(['↑', '↓'], 'move')}
      {hint(['Enter'], 'open')}
      {hint(['Ctrl Enter'], 'edit')}
      <span className="palette-hint">Type &gt; for actions only</span>
    </div>
  )
}
