import type { EndpointState, HostFacts } from '../../src-shared/contract/contract.ts'
import { PlumblineError } from '../../src-shared/contract/errors.ts'

/** The functions that depend on the host. A function that a host does not support is absent, and the window does not offer it. */
export interface HostPort extends Pick<HostFacts, 'name' | 'version'> {
  /** Shows the system's folder dialog. `null` when the user cancelled it. */
  pickFolder?(title: string): Promise<string | null>
  /** Shows a file or folder in the system's file manager. @throws PlumblineError when the file manager cannot be started */
  reveal?(path: string): Promise<void>
  /** Opens a file in the user's text editor. @throws PlumblineError when the editor cannot be started */
  openFile?(path: string, line: number | null): Promise<void>
  /** Moves a file to the system's trash. */
  trash?(file: string): Promise<void>
  readonly loginItem?: LoginItem
  /** Ends the app. Called after the answer to the window has been sent. */
  quit?(): void
  readonly endpoint: EndpointPort
}

/** Whether the app starts when the user logs in. */
export interface LoginItem {
  isOn(): boolean
  set(on: boolean): void
}

/** The window's control of the HTTP endpoint for clients. Changed ports in the settings take effect without a call. */
export interface EndpointPort {
  state(): EndpointState
  /** Subscribes to changes of `state()`. Returns an unsubscribe function. */
  onChange(listener: () => void): () => void
  token(): EndpointToken
  /** The token with which a window in a browser connects; absent or `null` where there are no such windows. */
  windowToken?(): string | null
  /** Replaces the clients' token and the window's; a client or window with the old one is rejected from then on. @throws PlumblineError `home-unusable` */
  newToken(): EndpointToken
  setPaused(paused: boolean): void
}

export interface EndpointToken {
  readonly token: string
  /** The file that contains the token. */
  readonly file: string
}

/**
 * The error of a call that the host does not support. The window does not offer such calls.
 * @param lack what the host cannot do, as a predicate: `cannot open a file manager`
 */
export function notSupported(lack: string): PlumblineError {
  return new PlumblineError('not-here', `This way of running Plumbline ${lack}.`, 'The desktop app can.')
}
