import { Modal } from '@mantine/core'
import { useSyncExternalStore } from 'react'
import { KEY_GROUPS, keyCaps } from '../keys.ts'
import { isMac, useKey } from '../state/use-keys.ts'
import './keys-dialog.css'

let opened = false
const listeners = new Set<() => void>()

function setOpened(next: boolean): void {
  opened = next
  for (const listener of listeners) listener()
}

export function showKeys(): void {
  setOpened(true)
}

/** Every key of the window, from the one table that also binds them. */
export function KeysDialog() {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => opened,
  )
  useKey('keys.show', showKeys)
  return (
    <Modal opened={shown} onClose={() => setOpened(false)} title="Keys" size={722} centered>
      <div className="key-groups">
        {KEY_GROUPS.map(({ name, shortcuts }) => (
          <section key={name}>
            <h3>{name}</h3>
            <dl>
              {shortcuts.map(({ id, label, keys }) => (
                <div key={id}>
                  <dt>{label}</dt>
                  <dd>
                    {keyCaps(keys, isMac).map((cap) => (
                      <kbd key={cap} className="key">
                        {cap}
                      </kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  )
}
