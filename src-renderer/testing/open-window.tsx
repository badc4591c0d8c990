import { notifications } from '@mantine/notifications'
import { cleanup, render } from '@testing-library/react'
import { type UserEvent, userEvent } from '@testing-library/user-event'
import type { ReactNode } from 'react'
import type { WindowServer as HostBridge } from '../../src-core/app/window-server.ts'
import { App, Providers } from '../App.tsx'
import { followHost } from '../follow-host.ts'
import { reportCaught } from '../report-caught.ts'
import { go } from '../state/location.ts'
import { changeListFilter, clearListFilter } from '../views/standards/list-filter.ts'
import { openDirectBridge } from './direct-bridge.ts'

let close = (): void => {}

/** Opens the whole window at a path, and gives the user before it. A window that was open is closed, as by a reload. */
export function openPage(bridge: HostBridge, path: string): UserEvent {
  closeWindow()
  go(path)
  return draw(bridge, (props) => <App {...props} />)
}

/** Draws one part with everything that it can count on: theme, bridge, state, queries, dialogues and toasts. */
export function drawPart(bridge: HostBridge, part: ReactNode): UserEvent {
  closeWindow()
  return draw(bridge, (props) => <Providers {...props}>{part}</Providers>)
}

/** Ends what is open. The setup of the tests calls it after each. */
export function closeWindow(): void {
  close()
  close = () => {}
}

function draw(host: HostBridge, page: (props: Parameters<typeof App>[0]) => ReactNode): UserEvent {
  const bridge = openDirectBridge(host)
  const { state, queries, stop } = followHost(bridge)
  const user = userEvent.setup({ delay: null })
  render(page({ bridge, state, queries }), { onCaughtError: reportCaught })
  close = () => {
    cleanup()
    stop()
    bridge.close()
    queries.clear()
    notifications.clean()
    // Like a reload: what is chosen in the list of standards outlives the view, not the page.
    clearListFilter()
    changeListFilter({ text: '' })
  }
  return user
}
