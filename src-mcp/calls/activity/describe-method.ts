import type { StandardReference } from '../../../src-shared/contract/activity.ts'
import { isStandardUri } from '../../../src-shared/standard/uri.ts'
import { describeRef, referenceOf } from './references.ts'
import { type Answered, countOf, grouped, listOf, type RawArguments, textOf } from './tool-summary.ts'

/** How the log tells of a method that is no tool call. */
interface MethodLog {
  asked(params: RawArguments): string
  answered(result: RawArguments, params: RawArguments): Answered
}

const SILENT: MethodLog = { asked: () => '', answered: () => said('answered') }

const METHODS: Readonly<Record<string, MethodLog>> = {
  initialize: {
    asked: ({ protocolVersion, clientInfo }) =>
      listOf(
        [textOf(fieldOf(clientInfo, 'name')), textOf(fieldOf(clientInfo, 'version'))].join(' ').trim(),
        textOf(protocolVersion),
      ),
    answered: ({ protocolVersion }) => said(`protocol ${textOf(protocolVersion)}`),
  },
  'server/discover': { asked: () => '', answered: () => said('what there is') },
  ping: SILENT,
  'tools/list': lists('tools', 'tool'),
  'resources/list': lists('resources', 'resource'),
  'resources/templates/list': lists('resourceTemplates', 'template'),
  'prompts/list': lists('prompts', 'prompt'),
  'resources/read': {
    asked: ({ uri }) => describeRef(textOf(uri)),
    answered({ contents }, { uri }) {
      const size = arrayOf(contents).reduce<number>((sum, part) => sum + textLength(part), 0)
      return { summary: `${grouped(size)} characters`, references: standardIn(uri) }
    },
  },
  'resources/subscribe': { asked: ({ uri }) => describeRef(textOf(uri)), answered: () => said('subscribed') },
  'resources/unsubscribe': {
    asked: ({ uri }) => describeRef(textOf(uri)),
    answered: () => said('unsubscribed'),
  },
  'prompts/get': {
    asked: ({ name, arguments: args }) =>
      listOf(textOf(name), ...Object.values(recordOf(args)).map((value) => shorten(textOf(value)))),
    answered({ messages }) {
      const references = arrayOf(messages).flatMap((message) =>
        standardIn(fieldOf(fieldOf(fieldOf(message, 'content'), 'resource'), 'uri')),
      )
      return { summary: countOf(arrayOf(messages).length, 'message'), references }
    },
  },
  'completion/complete': {
    asked: ({ argument }) => `${textOf(fieldOf(argument, 'name'))} “${textOf(fieldOf(argument, 'value'))}”`,
    answered: ({ completion }) => said(countOf(arrayOf(fieldOf(completion, 'values')).length, 'value')),
  },
  'logging/setLevel': { asked: ({ level }) => textOf(level), answered: () => said('set') },
  'plumbline/status': {
    asked: () => '',
    answered: ({ standards }) => said(countOf(numberOf(standards), 'standard')),
  },
  'plumbline/reindex': {
    asked: ({ force }) => (force === true ? 'every file' : ''),
    answered: ({ files, read }) =>
      said(`${countOf(numberOf(files), 'file')} compared, ${grouped(numberOf(read))} read`),
  },
  'notifications/cancelled': {
    // A stranger's object may not even be turned into text.
    asked: ({ requestId, reason }) =>
      listOf(
        typeof requestId === 'string' || typeof requestId === 'number'
          ? `request ${String(requestId).slice(0, 50)}`
          : '',
        textOf(reason),
      ),
    answered: SILENT.answered,
  },
}

/** What the log says of a method; little, when it is not known. */
export function describeMethod(method: string): MethodLog {
  return Object.hasOwn(METHODS, method) ? (METHODS[method] ?? SILENT) : SILENT
}

function lists(key: string, noun: string): MethodLog {
  return {
    asked: ({ cursor }) => (textOf(cursor) === '' ? '' : 'next page'),
    answered: (result) => said(countOf(arrayOf(result[key]).length, noun)),
  }
}

function said(summary: string): Answered {
  return { summary, references: [] }
}

/** Nothing, when the address is not a standard's. */
function standardIn(uri: unknown): StandardReference[] {
  return typeof uri === 'string' && isStandardUri(uri) ? [referenceOf(uri)] : []
}

const MAX_ARGUMENT = 60

function shorten(text: string): string {
  return text.length > MAX_ARGUMENT ? `${text.slice(0, MAX_ARGUMENT)}…` : text
}

function textLength(part: unknown): number {
  const text = fieldOf(part, 'text')
  return typeof text === 'string' ? text.length : 0
}

function fieldOf(value: unknown, key: string): unknown {
  return recordOf(value)[key]
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function arrayOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0
}
