import { Button } from '@mantine/core'
import { modals } from '@mantine/modals'

/** Asks whether to save or discard unsaved text. Resolves to `null` when the user stays in the editor. */
export function askToLeave({
  id,
  canSave,
}: {
  readonly id: string
  readonly canSave: boolean
}): Promise<'save' | 'discard' | null> {
  return new Promise((resolve) => {
    const answer = (choice: 'save' | 'discard' | null): void => {
      resolve(choice)
      modals.close(name)
    }
    const name = modals.open({
      title: 'Leave without saving?',
      size: 420,
      onClose: () => resolve(null),
      children: (
        <>
          <p className="dialog-text">
            <code>{id}</code> has text that is not saved.
          </p>
          <div className="dialog-actions">
            <Button data-autofocus onClick={() => answer(null)}>
              Continue writing
            </Button>
            <Button onClick={() => answer('discard')}>Discard</Button>
            <Button variant="filled" disabled={!canSave} onClick={() => answer('save')}>
              Save
            </Button>
          </div>
        </>
      ),
    })
  })
}
