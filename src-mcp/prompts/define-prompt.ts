import type {
  GetPromptResult,
  InputRequiredResult,
  Prompt,
  PromptMessage,
  ServerContext,
} from '@modelcontextprotocol/server'
import type { Library } from '../../src-core/library/library.ts'
import { InvalidParams } from '../tools/tool-failure.ts'

/** What an argument is completed with. */
export type CompletedBy = 'language' | 'domain' | 'tag' | 'id'

/** An argument of a prompt. Its value is text: the protocol knows nothing else here. */
export interface PromptArgument {
  readonly title: string
  /** For people: clients show it beside the field. */
  readonly description: string
  readonly required?: boolean
  readonly completedBy?: CompletedBy
}

/** How the answer may be made. */
export interface PromptOptions {
  /** False for protocol versions that do not know `resource_link`: links become lines of text. */
  readonly links: boolean
  /** The request, for a prompt that asks the client. */
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
  /** The entry of `prompts/list`. It has no icon: three copies of the server's own would say nothing. */
  readonly entry: Prompt
  /**
   * What the client is to put before the model, or what it is to ask the person first.
   * @throws InvalidParams in a sentence when an argument is missing, unknown or too long
   * @throws ToolFailure when a word means nothing to the library
   */
  get(
    library: Library,
    given: Readonly<Record<string, string>>,
    options: PromptOptions,
  ): GetPromptResult | InputRequiredResult
}

/** A prompt that asks nothing back. */
export interface LibraryPrompt extends ServedPrompt {
  get(library: Library, given: Readonly<Record<string, string>>, options: PromptOptions): GetPromptResult
}

/** Room for a large file that is to be reviewed. Characters. */
const MAX_VALUE = 200_000

/** Adds to a prompt what all of them share: its entry, and arguments that are checked and trimmed. */
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
          throw new InvalidParams(`${spec.name} has no argument "${name.slice(0, 100)}". ${takes}`)
      }
      const values: Record<string, string | undefined> = {}
      for (const name of names) {
        const value = Object.hasOwn(given, name) ? given[name]?.trim() : undefined
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

/** A message of the user's. */
export function say(text: string): PromptMessage {
  return { role: 'user', content: { type: 'text', text } }
}
