import { IconPlus } from '@tabler/icons-react'
import { act, render, renderHook } from '@testing-library/react'
import { expect, it } from 'vitest'
import { type Action, useActions, useOfferedActions } from './actions.ts'

const action = (id: string, run: Action['run'] = () => {}, label: Action['label'] = id): Action => ({
  id,
  label,
  icon: IconPlus,
  run,
})

function Offers({ actions }: { readonly actions: readonly Action[] }) {
  useActions(actions)
  return null
}

const offered = () => renderHook(() => useOfferedActions()).result

it('offers what components that are there offer', () => {
  const result = offered()
  const first = render(<Offers actions={[action('a'), action('b')]} />)
  render(<Offers actions={[action('c')]} />)
  expect(result.current.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
  act(() => first.unmount())
  expect(result.current.map(({ id }) => id)).toEqual(['c'])
})

it('runs the newest of an action, without offering it again', () => {
  const result = offered()
  const ran: string[] = []
  const { rerender } = render(<Offers actions={[action('a', (words) => ran.push(`old ${words}`))]} />)
  const before = result.current
  rerender(<Offers actions={[action('a', (words) => ran.push(`new ${words}`))]} />)
  expect(result.current).toEqual(before)
  result.current[0]?.run('x')
  expect(ran).toEqual(['new x'])
})

it('offers an action again under another label', () => {
  const result = offered()
  const { rerender } = render(<Offers actions={[action('a', () => {}, 'Pause')]} />)
  rerender(<Offers actions={[action('a', () => {}, 'Resume')]} />)
  expect(result.current.map(({ label }) => label)).toEqual(['Resume'])
  rerender(
    <Offers
      actions={[
        action(
          'a',
          () => {},
          (words) => `Write ${words}`,
        ),
      ]}
    />,
  )
  const [{ label } = action('')] = result.current
  expect(typeof label === 'function' && label('it')).toBe('Write it')
})
