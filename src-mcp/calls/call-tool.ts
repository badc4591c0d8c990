import {
  type CallToolResult,
  type InputRequiredResult,
  ProtocolError,
  ProtocolErrorCode,
} from '@modelcontextprotocol/server'
import { describeError, PlumblineError } from '../../src-shared/contract/errors.ts'
import type { ToolCatalog } from '../tools/catalog.ts'
import type { ToolContext } from '../tools/define-tool.ts'
import { type FailureReason, InvalidParams, ToolFailure } from '../tools/tool-failure.ts'

/** A `tools/call` with everything that its execution needs. */
export interface ToolCall extends ToolContext {
  readonly catalog: ToolCatalog
  readonly name: string
  readonly args: unknown
  readonly log: (level: 'info' | 'warn' | 'error', message: string) => void
}

/** The outcome of a call: the MCP result, and the reason when the result is a failure. */
export interface ToolOutcome {
  readonly result: CallToolResult | InputRequiredResult
  readonly failure: FailureReason | null
}

/** Runs a tool for an MCP client. Errors as {@link runTool}. */
export async function callTool(call: ToolCall): Promise<CallToolResult | InputRequiredResult> {
  return (await runTool(call)).result
}

/**
 * Runs a tool. A failure of the tool is an `isError` result with a message.
 * @throws ProtocolError -32602 for an unknown tool or an invalid cursor, and those that the tool throws
 * @throws the signal's reason when the call was cancelled
 */
export async function runTool(call: ToolCall): Promise<ToolOutcome> {
  const tool = call.catalog.find(call.name)
  if (tool === undefined) {
    const names = call.catalog.names().join(', ')
    throw new ProtocolError(
      ProtocolErrorCode.InvalidParams,
      `Unknown tool: ${call.name.slice(0, 200)}. There are: ${names}.`,
    )
  }
  try {
    return { result: await tool.call(call, call.args), failure: null }
  } catch (error) {
    if (call.signal.aborted || error instanceof ProtocolError) throw error
    if (error instanceof InvalidParams)
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, error.message)
    if (error instanceof ToolFailure) {
      call.note?.({ failure: error.note })
      return failed(error.message, error.reason)
    }
    // The sentence of an expected error says everything.
    if (error instanceof PlumblineError)
      call.log('warn', `${tool.name} could not answer: ${describeError(error)}`)
    else
      call.log(
        'error',
        `${tool.name} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      )
    return failed(`${tool.name} could not answer: ${describeError(error)}`, 'failed')
  }
}

function failed(message: string, failure: FailureReason): ToolOutcome {
  return { result: { content: [{ type: 'text', text: message }], isError: true }, failure }
}
