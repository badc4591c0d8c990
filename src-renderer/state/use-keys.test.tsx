import { render, screen } from '@testing-library/react'
import { type UserEvent, userEvent } from '@testing-library/user-event'
import type { ReactNode } from 'react'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { KeyId } from '../keys.ts'
import { type KeyHandler, listenToKeys, useKey } from './use-keys.ts'

let user: UserEvent
let letters: boolean
let pressed: string[]
let stop: () => void
beforeEach(() => {
  letters = true
  pressed = []
  stop = listenToKeys(() => letters)
  user = userEvent.setup({ delay: null })
})
afterEach(() => stop())

function Bound({
  id,
  name = id,
  when = true,
  answer,
}: {
  readonly id: KeyId
  readonly name?: string
  readonly when?: boolean
  readonly answer?: ReturnType<KeyHandler>
}) {
  useKey(
    id,
    () => {
      pressed.push(name)
      return answer
    },
    when,
  )
  return null
}

const draw = (...parts: readonly ReactNode[]) => render(parts)

it('does what is bound to a key and to a pair of keys, while it is bound', async () => {
  const { rerender } = draw(<Bound key="new" id="standards.new" />, <Bound key="cache" id="go.cache" />)
  await user.keyboard('n')
  await user.keyboard('gc')
  expect(pressed).toEqual(['standards.new', 'go.cache'])
  rerender(<Bound id="standards.new" when={false} />)
  await user.keyboard('ngc')
  expect(pressed).toHaveLength(2)
})

it('asks who bound a key last, and hands it on when that one answers false', async () => {
  draw(
    <Bound key="view" id="back" name="view" />,
    <Bound key="drawer" id="back" name="drawer" />,
    <Bound key="menu" id="back" name="menu" answer={false} />,
  )
  await user.keyboard('{Escape}')
  expect(pressed).toEqual(['menu', 'drawer'])
})

it('leaves letters alone where they are turned off, and other keys do what they do', async () => {
  draw(<Bound key="new" id="standards.new" />, <Bound key="save" id="standards.save" />)
  letters = false
  await user.keyboard('n')
  await user.keyboard('{Control>}s{/Control}')
  expect(pressed).toEqual(['standards.save'])
})

it('leaves a field what one types into it', async () => {
  draw(
    <input key="field" aria-label="Field" />,
    <Bound key="new" id="standards.new" />,
    <Bound key="undo" id="undo" />,
    <Bound key="save" id="standards.save" />,
  )
  const field = screen.getByRole('textbox')
  await user.type(field, 'n')
  await user.keyboard('{Control>}z{/Control}')
  expect(pressed).toEqual([])
  expect(field).toHaveValue('n')
  await user.keyboard('{Control>}s{/Control}')
  expect(pressed).toEqual(['standards.save'])
})

it('leaves a dialogue its keyboard, but for the palette', async () => {
  draw(
    <div key="dialog" role="dialog" aria-modal="true">
      <p>Really?</p>
    </div>,
    <Bound key="new" id="standards.new" />,
    <Bound key="palette" id="palette.open" />,
  )
  await user.keyboard('n')
  await user.keyboard('{Control>}k{/Control}')
  expect(pressed).toEqual(['palette.open'])
})

it('leaves Enter to the button that has the focus', async () => {
  draw(
    <button key="button" type="button" onClick={() => pressed.push('clicked')}>
      Press
    </button>,
    <Bound key="open" id="list.open" />,
  )
  await user.keyboard('{Enter}')
  screen.getByRole('button').focus()
  await user.keyboard('{Enter}')
  expect(pressed).toEqual(['list.open', 'clicked'])
})

it('leaves alone what somebody else has taken, and text that is still being composed', async () => {
  draw(
    <button key="button" type="button" onKeyDown={(event) => event.preventDefault()}>
      Press
    </button>,
    <Bound key="new" id="standards.new" />,
  )
  screen.getByRole('button').focus()
  await user.keyboard('n')
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'n', bubbles: true, isComposing: true }))
  expect(pressed).toEqual([])
})
