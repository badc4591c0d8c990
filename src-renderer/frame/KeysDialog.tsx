import { Modal } from '@mantine/core'
import { useSyncExternalStore } from 'react'
import { KEY_GROUPS, keyCaps } from '../keys.ts'
import { createToggle } from '../state/toggle.ts'
import { isMac, useKey } from '../state/use-keys.ts'
import './keys-dialog.css'

const shown = createToggle()

export const showKeys = shown.open

/** The list of all keyboard shortcuts. */
export function KeysDialog() {
  const opened = useSyncExternalStore(shown.subscribe, shown.get)
  useKey('keys.show', showKeys)
  return (
    <Modal opened={opened} onClose={shown.close} title="Keyboard shortcuts" size={722} centered>
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
