import { type BridgeError, METHODS, type MethodName } from '../../src-shared/contract/contract.ts'
import { PlumblineError } from '../../src-shared/contract/errors.ts'
import type { Logger } from '../base/log.ts'
import type { Handlers } from '../base/window-call-handlers.ts'

/** How a call ended. */
type CallOutcome = { readonly output: unknown } | { readonly error: BridgeError }

/** Runs a method of the contract. Never rejects. */
export type Dispatch = (method: string, input: unknown) => Promise<CallOutcome>

/**
 * The one way from a wire to the handlers: own keys of the contract only, input parsed, errors from the closed set. Anything
 * else that a handler throws is logged, and the window hears `internal`.
 */
export function createDispatch(handlers: Handlers, log: Logger): Dispatch {
  return async (method, input) => {
    if (!isMethod(method)) return { error: wrongCall(`There is no method “${method.slice(0, 100)}”.`) }
    const parsed = METHODS[method].input.safeParse(input ?? {})
    if (!parsed.success) {
      const { path, message } = parsed.error.issues[0] ?? { path: [], message: 'It is wrong' }
      const where = path.length === 0 ? '' : `“${path.join('.')}”: `
      return { error: wrongCall(`${method} cannot take this. ${where}${message}.`) }
    }
    try {
      // The table is checked by the compiler, this one call through it cannot be.
      const handler = handlers[method] as (params: unknown) => unknown
      return { output: (await handler(parsed.data)) ?? null }
    } catch (error) {
      return { error: toBridgeError(error, method, log) }
    }
  }
}

function isMethod(name: string): name is MethodName {
  return Object.hasOwn(METHODS, name)
}

function toBridgeError(error: unknown, method: string, log: Logger): BridgeError {
  if (error instanceof PlumblineError) {
    const { code, message, remedy } = error
    return { code, message, remedy }
  }
  log('error', `${method} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  return {
    code: 'internal',
    message: 'Plumbline failed to do this.',
    remedy: "Try again; the log in Plumbline's folder says more.",
  }
}

function wrongCall(message: string): BridgeError {
  return { code: 'usage', message, remedy: 'Reload the window: it may be of another version.' }
}
