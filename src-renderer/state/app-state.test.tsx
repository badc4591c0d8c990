import { act, render, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import type { AppState } from '../../src-shared/contract/contract.ts'
import type { Bridge } from '../bridge/bridge.ts'
import {
  AppStateProvider,
  followAppState,
  useAppState,
  useAppStateIfAny,
  useHasAppState,
} from './app-state.tsx'

/** A bridge of one topic, whose events the test sends. */
function stateBridge() {
  let listener = (_state: AppState): void => {}
  const bridge = {
    subscribe(_topic: string, follower: (state: AppState) => void) {
      listener = follower
      return () => {}
    },
  } as unknown as Bridge
  return { bridge, send: (state: unknown) => listener(JSON.parse(JSON.stringify(state))) }
}

const stateOf = (gaps: number, theme: string) => ({ counts: { gaps }, settings: { window: { theme } } })

it('keeps the newest state; what did not change keeps its identity', () => {
  const { bridge, send } = stateBridge()
  const store = followAppState(bridge)
  expect(store.get()).toBeNull()
  send(stateOf(1, 'dark'))
  const first = store.get()
  let changes = 0
  store.subscribe(() => {
    changes += 1
  })
  send(stateOf(2, 'dark'))
  expect(changes).toBe(1)
  expect(store.get()?.counts.gaps).toBe(2)
  expect(store.get()?.settings).toBe(first?.settings)
})

it('draws a component again only when the part that it chose changes', () => {
  const { bridge, send } = stateBridge()
  const store = followAppState(bridge)
  const drawn: unknown[] = []
  function Theme() {
    const theme = useAppState((state) => state.settings.window.theme)
    drawn.push(theme)
    return <output>{theme}</output>
  }
  function Page() {
    const theme = useAppStateIfAny((state) => state.settings.window.theme)
    return useHasAppState() ? <Theme /> : <p>{String(theme)}</p>
  }
  render(
    <AppStateProvider value={store}>
      <Page />
    </AppStateProvider>,
  )
  expect(screen.getByText('undefined')).toBeVisible()
  act(() => send(stateOf(1, 'dark')))
  act(() => send(stateOf(2, 'dark')))
  expect(drawn).toEqual(['dark'])
  act(() => send(stateOf(2, 'light')))
  expect(screen.getByText('light')).toBeVisible()
  expect(drawn).toEqual(['dark', 'light'])
})
