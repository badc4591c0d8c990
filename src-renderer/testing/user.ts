import { screen, waitFor } from '@testing-library/react'
import type { UserEvent } from '@testing-library/user-event'
import { expect } from 'vitest'

/** Puts a text into a field in the place of what it has, at once. */
export async function fill(user: UserEvent, field: HTMLElement, text: string): Promise<void> {
  await user.clear(field)
  await user.paste(text)
}

/** Clicks a button once it can be pressed. */
export async function press(user: UserEvent, button: HTMLElement): Promise<void> {
  await waitFor(() => expect(button).toBeEnabled())
  await user.click(button)
}

export function findEditor(name: string | RegExp): Promise<HTMLElement> {
  return screen.findByRole('textbox', { name })
}

/** Puts words at the end of a text by way of the clipboard: typing into CodeMirror needs a real browser. */
export async function addAtEnd(user: UserEvent, editor: HTMLElement, words: string): Promise<void> {
  editor.focus()
  await user.keyboard('{Control>}{End}{/Control}')
  await user.paste(words)
}
