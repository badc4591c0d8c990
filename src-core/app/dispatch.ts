import { type BridgeError, METHODS, type MethodName } from '../../src-shared/contract/contract.ts'
import { PlumblineError } from '../../src-shared/contract/errors.ts'
import type { Logger } from '../base/log.ts'
import type { Handlers } from '../base/window-call-handlers.ts'

/** The result of a window call. */
type CallOutcome = { readonly output: unknown } | { readonly error: BridgeError }

/** Runs a window call. Never rejects. */
export type Dispatch = (method: string, input: unknown) => Promise<CallOutcome>

/**
 * Passes window calls to their handlers. Rejects unknown methods, validates the input and returns PlumblineErrors to the window.
 * Any other error is logged, and the window gets `internal`.
 */
export function createDispatch(handlers: Handlers, log: Logger): Dispatch {
  return async (method, input) => {
    if (!isMethod(method)) return { error: invalidCall(`There is no method “${method.slice(0, 100)}”.`) }
    const parsed = METHODS[method].input.safeParse(input ?? {})
    if (!parsed.success) {
      const { path, message } = parsed.error.issues[0] ?? { path: [], message: 'It is invalid' }
      const field = path.length === 0 ? '' : `“${path.join('.')}”: `
      return { error: invalidCall(`The input of ${method} is invalid. ${field}${message}.`) }
    }
    try {
      // The compiler checks the table, but cannot relate this handler to this method's input.
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
    message: 'Plumbline could not do this, because of an internal error.',
    remedy: "Try again. The log in Plumbline's folder has the details.",
  }
}

function invalidCall(message: string): BridgeError {
  return { code: 'usage', message, remedy: 'Reload the window: its version may differ from that of the app.' }
}
