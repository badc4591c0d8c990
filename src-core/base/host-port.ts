import type { EndpointState, HostFacts } from '../../src-shared/contract/contract.ts'
import { PlumblineError } from '../../src-shared/contract/errors.ts'

/**
 * What hosts differ in. What a host cannot do, it does not have, and the window does not offer it.
 */
export interface HostPort extends Pick<HostFacts, 'name' | 'version'> {
  /** The system's dialogue; `null` when the user left it. */
  pickFolder?(title: string): Promise<string | null>
  /** Shows a file or folder in the system's file manager. @throws PlumblineError when that cannot be started */
  reveal?(path: string): Promise<void>
  /** Opens a file in whatever the user edits text with. @throws PlumblineError when that cannot be started */
  openFile?(path: string, line: number | null): Promise<void>
  /** Puts a file into the system's trash. */
  trash?(file: string): Promise<void>
  readonly loginItem?: LoginItem
  /** Ends the app, after the answer to the window has been sent. */
  quit?(): void
  readonly endpoint: EndpointPort
}

/** Whether the app starts when the user logs in. */
export interface LoginItem {
  isOn(): boolean
  set(on: boolean): void
}

/** The HTTP endpoint that clients use, as the window controls it. Its ports follow the settings by themselves. */
export interface EndpointPort {
  state(): EndpointState
  /** Called after `state()` changed; returns what ends it. */
  onChange(listener: () => void): () => void
  token(): EndpointToken
  /** Whoever holds the old one is refused from then on. @throws PlumblineError `home-unusable` */
  newToken(): EndpointToken
  setPaused(paused: boolean): void
}

export interface EndpointToken {
  readonly token: string
  /** Where clients can read it. */
  readonly file: string
}

/**
 * The error of a call that the host does not support. The window does not offer such calls.
 * @param lack what the host cannot do, as a predicate: `cannot open a file manager`
 */
export function notSupported(lack: string): PlumblineError {
  return new PlumblineError('not-here', `This way of running Plumbline ${lack}.`, 'The desktop app can.')
}
