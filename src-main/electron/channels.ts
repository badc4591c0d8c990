import type { ClientMessage, HostMessage } from '../../src-shared/contract/contract.ts'

/** The one way from the window to its host. */
export const TO_HOST = 'plumbline:to-host'
/** The one way from the host to its window. */
export const TO_WINDOW = 'plumbline:to-window'

/**
 * What the preload script sends. `page` names one document: after a reload there is another one, and the host ends what the
 * former had. `heard` says that an event arrived, so that a window that hangs is not sent more and more.
 */
export interface FromWindow {
  readonly page: string
  readonly message: ClientMessage | { readonly kind: 'heard' }
}

/** What the host sends. `page` `null`: whichever document there is. */
export interface ToWindow {
  readonly page: string | null
  readonly message: HostMessage | { readonly kind: 'go'; readonly path: string }
}
