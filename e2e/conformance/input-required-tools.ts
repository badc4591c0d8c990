import {
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  createRequestStateCodec,
  inputRequired,
  ProtocolError,
  ProtocolErrorCode,
  type ServerContext,
} from '@modelcontextprotocol/server'
import type { ServedTool } from '../../src-mcp/tools/define-tool.ts'
import { fixtureTool, sayText } from './fixture-tool.ts'

/** Signs the state that goes through the client and back, so that a client cannot change it. */
const codec = createRequestStateCodec<string>({ key: crypto.getRandomValues(new Uint8Array(32)) })

async function readState(request: ServerContext): Promise<string | undefined> {
  const state = request.mcpReq.requestState<string>()
  if (state === undefined) return undefined
  try {
    return await codec.verify(state, request)
  } catch {
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'The requestState was changed.')
  }
}

/** The client's answer to the input request `key`; `undefined` when there is none or when it is no object. */
export function readAnswer({ mcpReq }: ServerContext, key: string): Record<string, unknown> | undefined {
  const answer = mcpReq.inputResponses?.[key]
  return typeof answer === 'object' && answer !== null ? (answer as Record<string, unknown>) : undefined
}

function ask(message: string, field: string) {
  return inputRequired.elicit({
    message,
    requestedSchema: { type: 'object', properties: { [field]: { type: 'string' } }, required: [field] },
  })
}

function confirm() {
  return inputRequired.elicit({
    message: 'Please confirm',
    requestedSchema: { type: 'object', properties: { ok: { type: 'boolean' } }, required: ['ok'] },
  })
}

function sample(text: string, maxTokens: number) {
  return inputRequired.createMessage({
    messages: [{ role: 'user', content: { type: 'text', text } }],
    maxTokens,
  })
}

function fieldOf(answer: Record<string, unknown>, field: string): unknown {
  return (answer.content as Record<string, unknown> | undefined)?.[field]
}

/** Tools of the modern generation, which answer with an input request and are called again with its answer. */
export const INPUT_REQUIRED_TOOLS: readonly ServedTool[] = [
  fixtureTool('test_input_required_result_elicitation', (request) => {
    const answer = readAnswer(request, 'user_name')
    return answer === undefined
      ? inputRequired({ inputRequests: { user_name: ask('What is your name?', 'name') } })
      : sayText(`Hello, ${fieldOf(answer, 'name')}!`)
  }),
  fixtureTool('test_streaming_elicitation', (request) =>
    readAnswer(request, 'user_name') === undefined
      ? inputRequired({ inputRequests: { user_name: ask('What is your name?', 'name') } })
      : sayText('Done.'),
  ),
  fixtureTool('test_input_required_result_sampling', (request) => {
    const answer = readAnswer(request, 'capital_question')
    return answer === undefined
      ? inputRequired({ inputRequests: { capital_question: sample('What is the capital of France?', 100) } })
      : sayText(`The model said: ${JSON.stringify(answer.content)}`)
  }),
  fixtureTool('test_input_required_result_list_roots', (request) => {
    const answer = readAnswer(request, 'client_roots')
    return answer === undefined
      ? inputRequired({ inputRequests: { client_roots: inputRequired.listRoots() } })
      : sayText(`The roots are: ${JSON.stringify(answer.roots)}`)
  }),
  fixtureTool('test_input_required_result_request_state', async (request) => {
    const state = await readState(request)
    if (state === 'confirming' && readAnswer(request, 'confirm') !== undefined) return sayText('state-ok')
    return inputRequired({
      inputRequests: { confirm: confirm() },
      requestState: await codec.mint('confirming'),
    })
  }),
  fixtureTool('test_input_required_result_tampered_state', async (request) => {
    const state = await readState(request)
    if (state !== undefined && readAnswer(request, 'confirm') !== undefined) return sayText('state-ok')
    return inputRequired({
      inputRequests: { confirm: confirm() },
      requestState: await codec.mint('confirming'),
    })
  }),
  fixtureTool('test_input_required_result_multiple_inputs', async (request) => {
    await readState(request)
    const keys = ['user_name', 'greeting', 'client_roots']
    if (keys.every((key) => readAnswer(request, key) !== undefined)) return sayText('All three are there.')
    return inputRequired({
      inputRequests: {
        user_name: ask('What is your name?', 'name'),
        greeting: sample('Generate a greeting', 50),
        client_roots: inputRequired.listRoots(),
      },
      requestState: await codec.mint('asking'),
    })
  }),
  fixtureTool('test_input_required_result_multi_round', async (request) => {
    const state = await readState(request)
    if (state === 'round 2' && readAnswer(request, 'step2') !== undefined)
      return sayText('Both steps are done.')
    if (state === 'round 1' && readAnswer(request, 'step1') !== undefined) {
      return inputRequired({
        inputRequests: { step2: ask('Step 2: What is your favorite color?', 'color') },
        requestState: await codec.mint('round 2'),
      })
    }
    return inputRequired({
      inputRequests: { step1: ask('Step 1: What is your name?', 'name') },
      requestState: await codec.mint('round 1'),
    })
  }),
  fixtureTool('test_input_required_result_capabilities', ({ mcpReq }) => {
    const envelope = mcpReq.envelope as Record<string, unknown> | undefined
    const able = envelope?.[CLIENT_CAPABILITIES_META_KEY] as ClientCapabilities | undefined
    return inputRequired({
      inputRequests: {
        ...(able?.elicitation && { user_name: ask('What is your name?', 'name') }),
        ...(able?.sampling && { greeting: sample('Generate a greeting', 50) }),
        ...(able?.roots && { client_roots: inputRequired.listRoots() }),
      },
    })
  }),
]
