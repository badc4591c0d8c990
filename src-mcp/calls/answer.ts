import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server'
import type { Core } from '../../src-core/app/create-core.ts'
import type { Library } from '../../src-core/library/library.ts'
import { describeError, PlumblineError } from '../../src-shared/contract/errors.ts'
import { requireReadyLibrary } from '../tools/library-ready.ts'
import { InvalidParams, ToolFailure } from '../tools/tool-failure.ts'

/** What a method other than `tools/call` needs to answer. */
export interface AnswerContext {
  readonly core: Pick<Core, 'library' | 'whenFresh'>
  readonly log: (level: 'info' | 'warn' | 'error', message: string) => void
}

/**
 * Answers once the index is fresh, also while there is nothing in it. What a tool would say in an `isError` result is a protocol error here, with
 * the same sentence.
 * @throws ProtocolError -32602 for what the caller can mend, -32603 for what he cannot
 * @throws the signal's reason when the request was cancelled
 */
export async function answerFromCore<T>(
  { core, log }: AnswerContext,
  method: string,
  signal: AbortSignal,
  work: () => T | Promise<T>,
): Promise<T> {
  try {
    await core.whenFresh(signal)
    signal.throwIfAborted()
    return await work()
  } catch (error) {
    if (signal.aborted || error instanceof ProtocolError) throw error
    if (error instanceof InvalidParams || error instanceof ToolFailure)
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, error.message)
    if (!(error instanceof PlumblineError))
      log(
        'error',
        `${method} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      )
    throw new ProtocolError(
      ProtocolErrorCode.InternalError,
      `${method} could not answer: ${describeError(error)}`,
    )
  }
}

/** The same, for what only a library that was read can answer. */
export function answerFromLibrary<T>(
  context: AnswerContext,
  method: string,
  signal: AbortSignal,
  work: (library: Library) => T | Promise<T>,
): Promise<T> {
  const { library } = context.core
  return answerFromCore(context, method, signal, () => {
    refuseUnready(library)
    return work(library)
  })
}

function refuseUnready(library: Library): void {
  try {
    requireReadyLibrary(library)
  } catch (error) {
    if (!(error instanceof ToolFailure)) throw error
    // Nothing is wrong with the request.
    throw new ProtocolError(ProtocolErrorCode.InternalError, error.message)
  }
}
