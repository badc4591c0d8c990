import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './window.css'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import { openBridge } from './bridge/open-bridge.ts'
import { followHost } from './follow-host.ts'
import { reportCaught } from './report-caught.ts'
import { go } from './state/location.ts'

const bridge = openBridge()
const { state, queries } = followHost(bridge)
window.plumbline?.onGo((path) => go(path))

const root = document.getElementById('root')
if (root)
  createRoot(root, { onCaughtError: reportCaught }).render(
    <App bridge={bridge} state={state} queries={queries} />,
  )
