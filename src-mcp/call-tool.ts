import { type CallToolResult, ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server'
import { describeError } from '../src-shared/errors.ts'
import type { ToolCatalog } from './tools/catalog.ts'
import type { ToolContext } from './tools/define-tool.ts'
import { type FailureReason, InvalidParams, ToolFailure } from './tools/tool-failure.ts'

/** A `tools/call` and what it needs. */
export interface ToolCall extends ToolContext {
  readonly catalog: ToolCatalog
  readonly name: string
  readonly args: unknown
  readonly log: (level: 'info' | 'warn' | 'error', message: string) => void
}

/** What came of a call: the answer as MCP gives it, and why it is a failure if it is one. */
export interface ToolOutcome {
  readonly result: CallToolResult
  readonly failure: FailureReason | null
}

/** What an MCP client gets for a `tools/call`: the result of {@link runTool}. */
export async function callTool(call: ToolCall): Promise<CallToolResult> {
  return (await runTool(call)).result
}

/**
 * Runs a tool and shapes the answer: structured content and, as the specification wants, the same as JSON text.
 * What the tool could not do is an `isError` result with a sentence.
 * @throws ProtocolError -32602 for an unknown tool or a foreign cursor
 * @throws the signal's reason when the call was cancelled
 */
export async function runTool(call: ToolCall): Promise<ToolOutcome> {
  const tool = call.catalog.find(call.name)
  if (tool === undefined) {
    const names = call.catalog.names().join(', ')
    throw new ProtocolError(
      ProtocolErrorCode.InvalidParams,
      `Unknown tool: ${call.name}. There are: ${names}.`,
    )
  }
  try {
    const answer = await tool.run(call, call.args)
    const result: CallToolResult = {
      content: [{ type: 'text', text: JSON.stringify(answer) }],
      structuredContent: answer,
    }
    return { result, failure: null }
  } catch (error) {
    if (call.signal.aborted) throw error
    if (error instanceof InvalidParams)
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, error.message)
    if (error instanceof ToolFailure) return failed(error.message, error.reason)
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
