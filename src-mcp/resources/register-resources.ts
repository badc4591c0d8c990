import {
  type McpServer,
  ProtocolError,
  ProtocolErrorCode,
  type ReadResourceResult,
  type Resource,
  type ResourceTemplateType,
} from '@modelcontextprotocol/server'
import * as z from 'zod'
import type { Library } from '../../src-core/library/library.ts'
import { parseStandardUri } from '../../src-shared/standard/uri.ts'
import { type AnswerContext, answerFromLibrary } from '../calls/answer.ts'
import { decodeCursor, encodeCursor } from '../tools/cursor.ts'
import { describeUnread } from '../tools/standard-ref.ts'
import { describeResource, MIME_TYPE, RESOURCE_TEMPLATES } from './describe-resource.ts'
import { type NamedText, readStandardUri } from './standard-uri.ts'
import type { Subscriptions } from './subscriptions.ts'

const PAGE_SIZE = 100

const NONE: FixedResources = { list: [], templates: [], read: () => null }

const ListParams = z.looseObject({ cursor: z.string().optional() })
const UriParams = z.looseObject({ uri: z.string().max(8_192) })

/** Resources beside the standards, the same for every library. */
export interface FixedResources {
  readonly list: readonly Resource[]
  readonly templates: readonly ResourceTemplateType[]
  /** `null`: no resource has this address. */
  read(uri: string): ReadResourceResult['contents'][number] | null
}

export interface ResourcesContext extends AnswerContext {
  readonly resources?: FixedResources | undefined
}

/**
 * Serves the standards as resources. Own handlers: the SDK's accept any cursor and have no pages.
 * @param subscriptions the session's subscriptions; `null` without `resources/subscribe`, as in the modern generation
 */
export function registerResources(
  { server }: McpServer,
  context: ResourcesContext,
  subscriptions: Subscriptions | null,
): void {
  const { resources: fixed = NONE } = context
  server.setRequestHandler('resources/list', { params: ListParams }, ({ cursor }, ctx) =>
    answerFromLibrary(context, 'resources/list', ctx.mcpReq.signal, (library) => {
      const after = cursor === undefined ? null : decodeCursor(cursor, 'resources/list')
      const page = library.list({}, after, PAGE_SIZE)
      return {
        resources: [...(after === null ? fixed.list : []), ...page.items.map(describeResource)],
        ...(page.next !== null && { nextCursor: encodeCursor(page.next) }),
      }
    }),
  )
  server.setRequestHandler('resources/templates/list', { params: ListParams }, ({ cursor }) => {
    if (cursor !== undefined) throw onePageOnly('resources/templates/list')
    return { resourceTemplates: [...RESOURCE_TEMPLATES, ...fixed.templates] }
  })
  server.setRequestHandler('resources/read', { params: UriParams }, ({ uri }, ctx) =>
    answerFromLibrary(context, 'resources/read', ctx.mcpReq.signal, (library) => ({
      contents: [fixed.read(uri) ?? { uri, mimeType: MIME_TYPE, text: find(library, uri).text }],
    })),
  )
  if (subscriptions === null) return
  server.setRequestHandler('resources/subscribe', { params: UriParams }, ({ uri }, ctx) =>
    answerFromLibrary(context, 'resources/subscribe', ctx.mcpReq.signal, (library) => {
      subscriptions.add(uri, fixed.read(uri)?.uri ?? find(library, uri).uri)
      return {}
    }),
  )
  server.setRequestHandler('resources/unsubscribe', { params: UriParams }, ({ uri }) => {
    subscriptions.remove(uri)
    return {}
  })
}

/** The error for a cursor to a list that has one page. */
export function onePageOnly(method: string): ProtocolError {
  return new ProtocolError(ProtocolErrorCode.InvalidParams, `${method} has one page, so it takes no cursor.`)
}

function find(library: Library, uri: string): NamedText {
  const found = readStandardUri(library, uri)
  if (found !== null) return found
  const problem = library.whyNotServed(parseStandardUri(uri)?.id ?? '')
  if (problem !== null)
    throw new ProtocolError(ProtocolErrorCode.InternalError, describeUnread(problem), { uri })
  const shown = uri.length > 200 ? `${uri.slice(0, 200)}…` : uri
  throw new ProtocolError(
    ProtocolErrorCode.InvalidParams,
    `There is no resource ${shown}. resources/list names those that there are.`,
    { uri },
  )
}
