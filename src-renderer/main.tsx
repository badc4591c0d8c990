import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './window.css'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import { openBridge } from './bridge/open-bridge.ts'
import { PlainTextFallback } from './components/PlainTextFallback.tsx'
import { followAppState } from './state/app-state.tsx'
import { go } from './state/location.ts'
import { createQueryClient, refetchOnChange } from './state/queries.ts'
import { listenToKeys } from './state/use-keys.ts'

const bridge = openBridge()
const state = followAppState(bridge)
const queries = createQueryClient()
refetchOnChange(queries, state, bridge)
listenToKeys(() => state.get()?.settings.window.letterKeys ?? false)
window.plumbline?.onGo((path) => go(path))

const root = document.getElementById('root')
if (root)
  createRoot(root, {
    onCaughtError(error, { errorBoundary }) {
      // There it is the file's doing, and the file is shown.
      if (!(errorBoundary instanceof PlainTextFallback)) reportError(error)
    },
  }).render(<App bridge={bridge} state={state} queries={queries} />)
