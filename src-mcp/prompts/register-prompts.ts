import { type McpServer, ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server'
import * as z from 'zod'
import { type AnswerContext, answerFromLibrary } from '../calls/answer.ts'
import { onePageOnly } from '../resources/register-resources.ts'
import type { ServedPrompt } from './define-prompt.ts'

/** The first version whose prompts may hold `resource_link`. Versions are dates, so they sort as text. */
const LINKS_SINCE = '2025-06-18'

const ListParams = z.looseObject({ cursor: z.unknown().optional() })
const GetParams = z.looseObject({ name: z.string(), arguments: z.record(z.string(), z.unknown()).optional() })

/** Serves the prompts. They are the same for every library, so their list never changes. */
export function registerPrompts(
  { server }: McpServer,
  context: AnswerContext,
  prompts: readonly ServedPrompt[],
): void {
  server.setRequestHandler('prompts/list', { params: ListParams }, ({ cursor }) => {
    if (cursor !== undefined) throw onePageOnly('prompts/list')
    return { prompts: prompts.map(({ entry }) => entry) }
  })
  server.setRequestHandler('prompts/get', { params: GetParams }, ({ name, arguments: args = {} }, ctx) => {
    const prompt = findPrompt(prompts, name)
    return answerFromLibrary(context, 'prompts/get', ctx.mcpReq.signal, (library) => {
      const version = server.getNegotiatedProtocolVersion()
      return prompt.get(library, args, {
        links: version === undefined || version >= LINKS_SINCE,
        request: ctx,
      })
    })
  })
}

/** @throws ProtocolError -32602 with the names of all prompts */
export function findPrompt(prompts: readonly ServedPrompt[], name: string): ServedPrompt {
  const prompt = prompts.find((candidate) => candidate.name === name)
  if (prompt !== undefined) return prompt
  const names = prompts.map((known) => known.name).join(', ')
  throw new ProtocolError(
    ProtocolErrorCode.InvalidParams,
    `Unknown prompt: ${name.slice(0, 200)}. There are: ${names}.`,
  )
}
