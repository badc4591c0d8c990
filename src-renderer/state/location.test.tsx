import { act, render, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { go, guardLeaving, type LeaveGuard, useFragment, usePath, useSearch } from './location.ts'

const drawn: string[] = []
const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

/** Draws where the window is; `drawn` has each place since. */
function Place() {
  drawn.push([usePath(), useSearch(), useFragment()].join(' '))
  return null
}

beforeEach(() => {
  go('/standards')
  render(<Place />)
  drawn.splice(0)
})

const guard = (ask: LeaveGuard) => ends.push(guardLeaving(ask))

it('goes to a path, with its query and fragment', () => {
  act(() => go('/standards/go/a%20b.md?edit=1#the-section'))
  expect(drawn.at(-1)).toBe('/standards/go/a%20b.md ?edit=1 the-section')
  act(() => go('/insights', { replace: true }))
  expect(drawn.at(-1)).toBe('/insights  ')
})

it('reads a fragment that is encoded wrongly as none', () => {
  act(() => go('/standards#%E0%A4%A'))
  expect(drawn.at(-1)).toBe('/standards  ')
})

it('goes back, and a replaced path is not among the steps', async () => {
  act(() => go('/activity'))
  act(() => go('/cache', { replace: true }))
  history.back()
  await waitFor(() => expect(drawn.at(-1)).toBe('/standards  '))
})

it('asks the guard before another path, but not before another place on this one', () => {
  const asked: (() => void)[] = []
  guard((proceed) => {
    asked.push(proceed)
    return false
  })
  act(() => go('/standards?edit=1#here'))
  expect(asked).toHaveLength(0)
  act(() => go('/activity'))
  expect(asked).toHaveLength(1)
  expect(location.pathname).toBe('/standards')
  act(() => asked[0]?.())
  expect(location.pathname).toBe('/activity')
})

it('asks the guard before Back, undoes it unseen, and goes once it may', async () => {
  act(() => go('/standards/new'))
  drawn.splice(0)
  const asked: (() => void)[] = []
  guard((proceed) => {
    asked.push(proceed)
    return false
  })
  history.back()
  await waitFor(() => expect(asked).toHaveLength(1))
  await waitFor(() => expect(location.pathname).toBe('/standards/new'))
  expect(drawn).toEqual([])
  act(() => asked[0]?.())
  await waitFor(() => expect(drawn.at(-1)).toBe('/standards  '))
  expect(asked).toHaveLength(1)
})

it('goes on without a question once the guard is taken away', () => {
  const ask = vi.fn(() => false)
  const end = guardLeaving(ask)
  expect(dispatchEvent(new Event('beforeunload', { cancelable: true }))).toBe(false)
  end()
  expect(dispatchEvent(new Event('beforeunload', { cancelable: true }))).toBe(true)
  act(() => go('/activity'))
  expect(location.pathname).toBe('/activity')
  expect(ask).not.toHaveBeenCalled()
})
