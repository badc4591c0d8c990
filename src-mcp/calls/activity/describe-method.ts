import type { StandardReference } from '../../../src-shared/contract/activity.ts'
import { isObject } from '../../../src-shared/is-object.ts'
import { isStandardUri } from '../../../src-shared/standard/uri.ts'
import { describeRef, referenceOf } from './references.ts'
import {
  type AnswerSummary,
  argumentText,
  countText,
  grouped,
  joinParts,
  type RawArguments,
} from './tool-summary.ts'

/** How the activity log describes the requests of a method other than `tools/call`. */
interface MethodSummary {
  describeCall(params: RawArguments): string
  describeAnswer(result: RawArguments, params: RawArguments): AnswerSummary
}

const PLAIN: MethodSummary = { describeCall: () => '', describeAnswer: () => summary('answered') }

const METHODS: Readonly<Record<string, MethodSummary>> = {
  initialize: {
    describeCall: ({ protocolVersion, clientInfo }) =>
      joinParts(
        [argumentText(fieldOf(clientInfo, 'name')), argumentText(fieldOf(clientInfo, 'version'))]
          .join(' ')
          .trim(),
        argumentText(protocolVersion),
      ),
    describeAnswer: ({ protocolVersion }) => summary(`protocol ${argumentText(protocolVersion)}`),
  },
  'server/discover': { describeCall: () => '', describeAnswer: () => summary('what there is') },
  ping: PLAIN,
  'tools/list': lists('tools', 'tool'),
  'resources/list': lists('resources', 'resource'),
  'resources/templates/list': lists('resourceTemplates', 'template'),
  'prompts/list': lists('prompts', 'prompt'),
  'resources/read': {
    describeCall: ({ uri }) => describeRef(argumentText(uri)),
    describeAnswer({ contents }, { uri }) {
      const size = arrayOf(contents).reduce<number>((sum, part) => sum + textLength(part), 0)
      return { summary: `${grouped(size)} characters`, references: standardIn(uri) }
    },
  },
  'resources/subscribe': {
    describeCall: ({ uri }) => describeRef(argumentText(uri)),
    describeAnswer: () => summary('subscribed'),
  },
  'resources/unsubscribe': {
    describeCall: ({ uri }) => describeRef(argumentText(uri)),
    describeAnswer: () => summary('unsubscribed'),
  },
  'prompts/get': {
    describeCall: ({ name, arguments: args }) =>
      joinParts(
        argumentText(name),
        ...Object.values(recordOf(args)).map((value) => shorten(argumentText(value))),
      ),
    describeAnswer({ messages }) {
      const references = arrayOf(messages).flatMap((message) =>
        standardIn(fieldOf(fieldOf(fieldOf(message, 'content'), 'resource'), 'uri')),
      )
      return { summary: countText(arrayOf(messages).length, 'message'), references }
    },
  },
  'completion/complete': {
    describeCall: ({ argument }) =>
      `${argumentText(fieldOf(argument, 'name'))} “${argumentText(fieldOf(argument, 'value'))}”`,
    describeAnswer: ({ completion }) =>
      summary(countText(arrayOf(fieldOf(completion, 'values')).length, 'value')),
  },
  'logging/setLevel': {
    describeCall: ({ level }) => argumentText(level),
    describeAnswer: () => summary('set'),
  },
  'plumbline/status': {
    describeCall: () => '',
    describeAnswer: ({ standards }) => summary(countText(numberOf(standards), 'standard')),
  },
  'plumbline/reindex': {
    describeCall: ({ force }) => (force === true ? 'every file' : ''),
    describeAnswer: ({ files, read }) =>
      summary(`${countText(numberOf(files), 'file')} compared, ${grouped(numberOf(read))} read`),
  },
  'notifications/cancelled': {
    // An object from a client may throw when it is converted to text.
    describeCall: ({ requestId, reason }) =>
      joinParts(
        typeof requestId === 'string' || typeof requestId === 'number'
          ? `request ${String(requestId).slice(0, 50)}`
          : '',
        argumentText(reason),
      ),
    describeAnswer: PLAIN.describeAnswer,
  },
}

/** How the activity log describes the requests of a method; an unknown one has a description without details. */
export function describeMethod(method: string): MethodSummary {
  return Object.hasOwn(METHODS, method) ? (METHODS[method] ?? PLAIN) : PLAIN
}

function lists(key: string, noun: string): MethodSummary {
  return {
    describeCall: ({ cursor }) => (argumentText(cursor) === '' ? '' : 'next page'),
    describeAnswer: (result) => summary(countText(arrayOf(result[key]).length, noun)),
  }
}

function summary(text: string): AnswerSummary {
  return { summary: text, references: [] }
}

/** Empty when the address is not a standard's. */
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
  return isObject(value) ? value : {}
}

function arrayOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0
}
