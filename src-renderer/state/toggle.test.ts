import { expect, it } from 'vitest'
import { createToggle } from './toggle.ts'

it('is closed at first, and notifies whoever subscribed until they unsubscribe', () => {
  const toggle = createToggle()
  const seen: boolean[] = []
  const unsubscribe = toggle.subscribe(() => seen.push(toggle.get()))
  expect(toggle.get()).toBe(false)
  toggle.open()
  toggle.close()
  unsubscribe()
  toggle.open()
  expect(seen).toEqual([true, false])
  expect(toggle.get()).toBe(true)
})
