import { type McpServer, ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server'
import * as z from 'zod'
import type { Library } from '../../src-core/library/library.ts'
import { type AnswerContext, answerFromLibrary } from '../calls/answer.ts'
import { STANDARD_TEMPLATE } from '../resources/standard-uri.ts'
import type { CompletedBy, ServedPrompt } from './define-prompt.ts'
import { findPrompt } from './register-prompts.ts'

/** The limit of the protocol. */
const MAX_VALUES = 100

const Params = z.looseObject({
  ref: z.union([
    z.looseObject({ type: z.literal('ref/prompt'), name: z.string() }),
    z.looseObject({ type: z.literal('ref/resource'), uri: z.string() }),
  ]),
  argument: z.looseObject({ name: z.string(), value: z.string().max(8_192) }),
})

type Reference = z.output<typeof Params>['ref']

/** Serves `completion/complete`: words of the library, for the prompts' arguments and the resource template's id. */
export function registerCompletion(
  { server }: McpServer,
  context: AnswerContext,
  prompts: readonly ServedPrompt[],
): void {
  server.setRequestHandler('completion/complete', { params: Params }, ({ ref, argument }, ctx) => {
    const by = completedBy(prompts, ref, argument.name)
    return answerFromLibrary(context, 'completion/complete', ctx.mcpReq.signal, (library) => {
      const { values, total } =
        by === undefined ? { values: [], total: 0 } : complete(library, by, argument.value)
      return { completion: { values, total, hasMore: total > values.length } }
    })
  })
}

/** @throws ProtocolError -32602 when there is no such prompt, template or argument */
function completedBy(
  prompts: readonly ServedPrompt[],
  ref: Reference,
  argument: string,
): CompletedBy | undefined {
  if (isPrompt(ref)) {
    const { args } = findPrompt(prompts, ref.name)
    if (Object.hasOwn(args, argument)) return args[argument]?.completedBy
    throw unknownArgument(argument, Object.keys(args))
  }
  if (ref.uri !== STANDARD_TEMPLATE) {
    throw new ProtocolError(
      ProtocolErrorCode.InvalidParams,
      `Unknown resource template: ${ref.uri.slice(0, 200)}. There is: ${STANDARD_TEMPLATE}.`,
    )
  }
  if (argument === 'id') return 'id'
  throw unknownArgument(argument, ['id'])
}

function isPrompt(ref: Reference): ref is Extract<Reference, { type: 'ref/prompt' }> {
  return ref.type === 'ref/prompt'
}

function unknownArgument(name: string, known: readonly string[]): ProtocolError {
  return new ProtocolError(
    ProtocolErrorCode.InvalidParams,
    `Unknown argument: ${name.slice(0, 200)}. There are: ${known.join(', ')}.`,
  )
}

function complete(library: Library, by: CompletedBy, value: string): { values: string[]; total: number } {
  if (by === 'id') {
    const { ids, total } = library.completeId(value, MAX_VALUES)
    return { values: [...ids], total }
  }
  const facets = library.facets()
  if (by === 'language') return completeWord(facets.languages, value, library.resolveLanguage(value))
  if (by === 'domain') return completeWord(facets.domains, value, library.resolveDomain(value))
  return completeWord(facets.tags, value, null)
}

/** The words that begin with the text, then those that contain it; a word that the text is an alias of (`ts`) comes first. */
function completeWord(
  words: readonly string[],
  value: string,
  aliased: string | null,
): { values: string[]; total: number } {
  const text = value.trim().toLowerCase()
  const rank = (word: string) => (word === aliased ? -1 : word.toLowerCase().indexOf(text))
  const matches = words
    .filter((word) => word === aliased || word.toLowerCase().includes(text))
    .sort((a, b) => Math.sign(rank(a)) - Math.sign(rank(b)))
  return { values: matches.slice(0, MAX_VALUES), total: matches.length }
}
