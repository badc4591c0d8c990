import type { ElicitRequestFormParams, ServerContext } from '@modelcontextprotocol/server'
import type { ServedTool } from '../../src-mcp/tools/define-tool.ts'
import { fixtureTool, sayText } from './fixture-tool.ts'

async function elicit(
  { mcpReq }: ServerContext,
  message: string,
  requestedSchema: ElicitRequestFormParams['requestedSchema'],
) {
  const { action, content } = await mcpReq.elicitInput({ mode: 'form', message, requestedSchema })
  return sayText(`Elicitation completed: action=${action}, content=${JSON.stringify(content ?? {})}`)
}

/** Tools of the legacy generation, which send requests to the client while they run. */
export const ASKING_TOOLS: readonly ServedTool[] = [
  fixtureTool(
    'test_sampling',
    async ({ mcpReq }, { prompt }) => {
      const { content } = await mcpReq.requestSampling({
        messages: [{ role: 'user', content: { type: 'text', text: String(prompt) } }],
        maxTokens: 100,
      })
      const [first] = Array.isArray(content) ? content : [content]
      return sayText(`LLM response: ${first?.type === 'text' ? first.text : JSON.stringify(first)}`)
    },
    { type: 'object', properties: { prompt: { type: 'string' } }, required: ['prompt'] },
  ),
  fixtureTool(
    'test_elicitation',
    (request, { message }) =>
      elicit(request, String(message), {
        type: 'object',
        properties: {
          username: { type: 'string', description: "User's response" },
          email: { type: 'string', description: "User's email address" },
        },
        required: ['username', 'email'],
      }),
    { type: 'object', properties: { message: { type: 'string' } }, required: ['message'] },
  ),
  fixtureTool('test_elicitation_sep1034_defaults', (request) =>
    elicit(request, 'Please look over these defaults', {
      type: 'object',
      properties: {
        name: { type: 'string', default: 'John Doe' },
        age: { type: 'integer', default: 30 },
        score: { type: 'number', default: 95.5 },
        status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
        verified: { type: 'boolean', default: true },
      },
    }),
  ),
  fixtureTool('test_elicitation_sep1330_enums', (request) =>
    elicit(request, 'Please choose', {
      type: 'object',
      properties: {
        untitledSingle: { type: 'string', enum: ['option1', 'option2', 'option3'] },
        titledSingle: { type: 'string', oneOf: titled('First Option', 'Second Option', 'Third Option') },
        legacyEnum: {
          type: 'string',
          enum: ['opt1', 'opt2', 'opt3'],
          enumNames: ['Option One', 'Option Two', 'Option Three'],
        },
        untitledMulti: {
          type: 'array',
          items: { type: 'string', enum: ['option1', 'option2', 'option3'] },
        },
        titledMulti: {
          type: 'array',
          items: { anyOf: titled('First Choice', 'Second Choice', 'Third Choice') },
        },
      },
    }),
  ),
]

function titled(...titles: readonly string[]): { const: string; title: string }[] {
  return titles.map((title, at) => ({ const: `value${at + 1}`, title }))
}
