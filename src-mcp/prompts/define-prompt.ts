import type {
  GetPromptResult,
  InputRequiredResult,
  Prompt,
  PromptMessage,
  ServerContext,
} from '@modelcontextprotocol/server'
import type { Library } from '../../src-core/library/library.ts'
import { cutName, readText } from '../tools/lenient-arguments.ts'
import { InvalidParams } from '../tools/tool-failure.ts'

/** The words of the library that complete an argument. */
export type CompletedBy = 'language' | 'domain' | 'tag' | 'id'

/** An argument of a prompt. Its value is text: the protocol has no other type here. */
export interface PromptArgument {
  readonly title: string
  /** For people: clients show it next to the field. */
  readonly description: string
  readonly required?: boolean
  readonly completedBy?: CompletedBy
}

/** What the answer depends on beside the arguments. */
export interface PromptOptions {
  /** False for protocol versions without `resource_link`: links become lines of text. */
  readonly links: boolean
  /** The MCP request, for a prompt that asks the client for input. */
  readonly request?: ServerContext
}

type Values<A> = { readonly [K in keyof A]: A[K] extends { required: true } ? string : string | undefined }

interface PromptSpec<A extends Readonly<Record<string, PromptArgument>>> {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly args: A
  messages(library: Library, values: Values<A>, options: PromptOptions): PromptMessage[]
}

/** A prompt as every interface serves it. */
export interface ServedPrompt {
  readonly name: string
  readonly args: Readonly<Record<string, PromptArgument>>
  /** The entry of `prompts/list`, without an icon: all would be copies of the server's. */
  readonly entry: Prompt
  /**
   * The messages for the model, or the input that the client must ask the user for first.
   * @throws InvalidParams when an argument is missing, unknown or too long
   * @throws ToolFailure when the library does not know a word
   */
  get(
    library: Library,
    given: Readonly<Record<string, unknown>>,
    options: PromptOptions,
  ): GetPromptResult | InputRequiredResult
}

/** A prompt that asks for no further input. */
export interface LibraryPrompt extends ServedPrompt {
  get(library: Library, given: Readonly<Record<string, unknown>>, options: PromptOptions): GetPromptResult
}

/** The longest argument: room for a large file to review. Characters. */
const MAX_VALUE = 200_000

/** Adds what all prompts share: the list entry, and validated, trimmed arguments. */
export function definePrompt<const A extends Readonly<Record<string, PromptArgument>>>(
  spec: PromptSpec<A>,
): LibraryPrompt {
  const names = Object.keys(spec.args)
  return {
    name: spec.name,
    args: spec.args,
    entry: {
      name: spec.name,
      title: spec.title,
      description: spec.description,
      arguments: Object.entries(spec.args).map(([name, { title, description, required = false }]) => {
        return { name, title, description, required }
      }),
    },
    get(library, given, options) {
      const takes = `It takes ${names.map((name) => (spec.args[name]?.required ? name : `${name} (optional)`)).join(', ')}.`
      for (const name of Object.keys(given)) {
        if (!names.includes(name))
          throw new InvalidParams(`${spec.name} has no argument "${cutName(name)}". ${takes}`)
      }
      const values: Record<string, string | undefined> = {}
      for (const name of names) {
        const value = textOf(given, name, spec.name)
        if (value !== undefined && value.length > MAX_VALUE)
          throw new InvalidParams(
            `The argument "${name}" of ${spec.name} is over ${MAX_VALUE} characters long.`,
          )
        if (!value && spec.args[name]?.required)
          throw new InvalidParams(`${spec.name} needs the argument "${name}". ${takes}`)
        values[name] = value || undefined
      }
      return {
        description: spec.description,
        messages: spec.messages(library, values as Values<A>, options),
      }
    },
  }
}

/** @throws InvalidParams for a value that cannot be text */
function textOf(given: Readonly<Record<string, unknown>>, name: string, prompt: string): string | undefined {
  const value = Object.hasOwn(given, name) ? readText(given[name]) : undefined
  if (value === undefined || typeof value === 'string') return value?.trim()
  throw new InvalidParams(`The argument "${name}" of ${prompt} must be text.`)
}

/** A message of the user. */
export function say(text: string): PromptMessage {
  return { role: 'user', content: { type: 'text', text } }
}
