import { MantineProvider } from '@mantine/core'
import { ModalsProvider } from '@mantine/modals'
import { Notifications } from '@mantine/notifications'
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Router } from 'wouter'
import type { Bridge } from './bridge/bridge.ts'
import { Frame } from './frame/Frame.tsx'
import { styleNonce } from './nonce.ts'
import { AppStateProvider, type AppStateStore } from './state/app-state.tsx'
import { BridgeProvider } from './state/bridge-context.tsx'
import { useGuardedLocation } from './state/location.ts'
import { cssVariables, theme } from './theme.ts'
import { useTheme } from './use-theme.ts'

export interface AppProps {
  readonly bridge: Bridge
  readonly state: AppStateStore
  readonly queries: QueryClient
}

export function App(props: AppProps) {
  return (
    <Providers {...props}>
      <Frame />
    </Providers>
  )
}

/** What every component can count on: the bridge, the state, the queries, the theme, dialogues and toasts. */
export function Providers({ bridge, state, queries, children }: AppProps & { readonly children: ReactNode }) {
  return (
    <BridgeProvider value={bridge}>
      <AppStateProvider value={state}>
        <QueryClientProvider client={queries}>
          <Themed>
            <ModalsProvider>
              <Router hook={useGuardedLocation}>{children}</Router>
            </ModalsProvider>
            <Notifications position="bottom-right" limit={3} />
          </Themed>
        </QueryClientProvider>
      </AppStateProvider>
    </BridgeProvider>
  )
}

function Themed({ children }: { readonly children: ReactNode }) {
  const scheme = useTheme()
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      forceColorScheme={scheme}
      getStyleNonce={() => styleNonce}
    >
      {children}
    </MantineProvider>
  )
}
