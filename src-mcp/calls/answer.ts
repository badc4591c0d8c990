import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server'
import type { Core } from '../../src-core/app/create-core.ts'
import type { Library } from '../../src-core/library/library.ts'
import { describeError, PlumblineError } from '../../src-shared/contract/errors.ts'
import { requireReadyLibrary } from '../tools/library-ready.ts'
import { InvalidParams, ToolFailure } from '../tools/tool-failure.ts'

/** What the methods other than `tools/call` answer from. */
export interface AnswerContext {
  readonly core: Pick<Core, 'library' | 'whenFresh'>
  readonly log: (level: 'info' | 'warn' | 'error', message: string) => void
}

/**
 * Answers once the index is fresh, even when it is empty. What is an `isError` result of a tool is a protocol error here, with
 * the same message.
 * @throws ProtocolError -32602 when the request is wrong, -32603 for any other failure
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

/** As {@link answerFromCore}, and only when the library has been read. */
export function answerFromLibrary<T>(
  context: AnswerContext,
  method: string,
  signal: AbortSignal,
  work: (library: Library) => T | Promise<T>,
): Promise<T> {
  const { library } = context.core
  return answerFromCore(context, method, signal, () => {
    rejectUnready(library)
    return work(library)
  })
}

function rejectUnready(library: Library): void {
  try {
    requireReadyLibrary(library)
  } catch (error) {
    if (!(error instanceof ToolFailure)) throw error
    // -32603: the request is not wrong.
    throw new ProtocolError(ProtocolErrorCode.InternalError, error.message)
  }
}
