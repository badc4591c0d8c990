import type { ClientMessage, HostMessage } from '../../src-shared/contract/contract.ts'

/** The IPC channel from the window to its host. */
export const TO_HOST = 'plumbline:to-host'
/** The IPC channel from the host to its window. */
export const TO_WINDOW = 'plumbline:to-window'

/**
 * A message of the preload script. `page` is the id of the document: a reload creates another document, and the host then ends
 * the subscriptions of the one before. `acknowledged` confirms an event, so that no further events are sent to a window that hangs.
 */
export interface FromWindow {
  readonly page: string
  readonly message: ClientMessage | { readonly kind: 'acknowledged' }
}

/** A message of the host. `page` is `null` when the message is for any document. */
export interface ToWindow {
  readonly page: string | null
  readonly message: HostMessage | { readonly kind: 'go'; readonly path: string }
}
