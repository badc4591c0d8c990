import { setTimeout } from 'node:timers/promises'
import { MissingRequiredClientCapabilityError, type ServerContext } from '@modelcontextprotocol/server'
import type { ServedTool } from '../../src-mcp/tools/define-tool.ts'
import { ToolFailure } from '../../src-mcp/tools/tool-failure.ts'
import { fixtureTool, sayText } from './fixture-tool.ts'
import { PNG, WAV } from './samples.ts'

/** The pause that the suite expects between two notifications, in milliseconds. */
const STEP = 50

async function notifyProgress({ mcpReq }: ServerContext, progress: number): Promise<void> {
  const progressToken = mcpReq._meta?.progressToken
  if (progressToken === undefined) return
  await mcpReq.notify({
    method: 'notifications/progress',
    params: { progressToken, progress, total: 100 },
  })
}

async function logSteps({ mcpReq }: ServerContext, steps: readonly string[]): Promise<void> {
  for (const [at, step] of steps.entries()) {
    if (at > 0) await setTimeout(STEP)
    await mcpReq.log('info', step)
  }
}

/** Tools for every content type, and for notifications while a tool runs. */
export const CONTENT_TOOLS: readonly ServedTool[] = [
  fixtureTool('test_simple_text', () => sayText('This is a simple text response for testing.')),
  fixtureTool('test_image_content', () => ({
    content: [{ type: 'image', data: PNG, mimeType: 'image/png' }],
  })),
  fixtureTool('test_audio_content', () => ({
    content: [{ type: 'audio', data: WAV, mimeType: 'audio/wav' }],
  })),
  fixtureTool('test_embedded_resource', () => ({
    content: [
      {
        type: 'resource',
        resource: {
          uri: 'test://embedded-resource',
          mimeType: 'text/plain',
          text: 'This is an embedded resource content.',
        },
      },
    ],
  })),
  fixtureTool('test_multiple_content_types', () => ({
    content: [
      { type: 'text', text: 'Multiple content types test:' },
      { type: 'image', data: PNG, mimeType: 'image/png' },
      {
        type: 'resource',
        resource: {
          uri: 'test://mixed-content-resource',
          mimeType: 'application/json',
          text: JSON.stringify({ test: 'data', value: 123 }),
        },
      },
    ],
  })),
  fixtureTool('test_error_handling', () => {
    throw new ToolFailure('This tool intentionally returns an error for testing')
  }),
  fixtureTool('test_tool_with_progress', async (request) => {
    await notifyProgress(request, 0)
    await setTimeout(STEP)
    await notifyProgress(request, 50)
    await setTimeout(STEP)
    await notifyProgress(request, 100)
    return sayText('Done.')
  }),
  fixtureTool('test_tool_with_logging', async (request) => {
    await logSteps(request, ['Tool execution started', 'Tool processing data', 'Tool execution completed'])
    return sayText('Done, and logged.')
  }),
  fixtureTool('test_logging_tool', async (request) => {
    await logSteps(request, ['Logged for those who asked for it'])
    return sayText('Done.')
  }),
  fixtureTool('test_reconnection', async ({ http }) => {
    await setTimeout(STEP)
    http?.closeSSE?.()
    await setTimeout(2 * STEP)
    return sayText('Sent after the stream was closed.')
  }),
  fixtureTool('test_missing_capability', () => {
    throw new MissingRequiredClientCapabilityError({ requiredCapabilities: { sampling: {} } })
  }),
  fixtureTool('json_schema_2020_12_tool', () => sayText('ok'), {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    $defs: {
      address: {
        $anchor: 'addressDef',
        type: 'object',
        properties: { street: { type: 'string' }, city: { type: 'string' } },
      },
    },
    properties: {
      name: { type: 'string' },
      address: { $ref: '#/$defs/address' },
      contactMethod: { type: 'string', enum: ['phone', 'email'] },
      phone: { type: 'string' },
      email: { type: 'string' },
    },
    allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
    if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: { required: ['phone'] },
    else: { required: ['email'] },
    additionalProperties: false,
  }),
]
