import type { CallToolResult, InputRequiredResult, ServerContext, Tool } from '@modelcontextprotocol/server'
import type { ServedTool } from '../../src-mcp/tools/define-tool.ts'

type Answer = CallToolResult | InputRequiredResult
type Arguments = Readonly<Record<string, unknown>>

/** A tool that the conformance suite calls. */
export function fixtureTool(
  name: string,
  answer: (request: ServerContext, args: Arguments) => Answer | Promise<Answer>,
  inputSchema: Tool['inputSchema'] = { type: 'object' },
): ServedTool {
  return {
    name,
    describe: () => ({ name, description: `The conformance suite calls ${name}.`, inputSchema }),
    async call({ request }, args) {
      if (request === undefined) throw new Error(`${name} is called over MCP only`)
      return answer(request, (args ?? {}) as Arguments)
    },
  }
}

export function sayText(text: string): CallToolResult {
  return { content: [{ type: 'text', text }] }
}
