import type { CallToolResult, InputRequiredResult, ServerContext, Tool } from '@modelcontextprotocol/server'
import * as z from 'zod'
import type { Core } from '../../src-core/app/create-core.ts'
import type { Library } from '../../src-core/library/library.ts'
import type { LibraryFacets } from '../../src-shared/contract/library.ts'
import type { ToolSummary } from '../calls/activity/tool-summary.ts'
import type { RequestContext } from '../calls/request-context.ts'
import { type ClientDelivery, deliveryTo } from './client-delivery.ts'
import { describeTool } from './describe-tool.ts'
import { explainArguments, noteUnknown } from './explain-arguments.ts'
import { readArguments } from './lenient-arguments.ts'
import { requireReadyLibrary } from './library-ready.ts'
import { ToolFailure } from './tool-failure.ts'

/** The part of the engine that tools use. */
export interface ToolCore extends Pick<Core, 'library' | 'whenFresh'> {
  readonly cache: Pick<Core['cache'], 'find'>
}

/** What a tool answers one call from. */
export interface ToolContext extends RequestContext {
  readonly core: ToolCore
  /** The `clientInfo.name` of the client. Absent: none is known, as over REST. */
  readonly client?: string | null | undefined
  /** The MCP request, for a tool that reports progress or asks the client for input; absent over REST, which has neither. */
  readonly request?: ServerContext
}

/** A tool as every interface (MCP, REST) serves it. */
export interface ServedTool {
  readonly name: string
  /** The entry of `tools/list`; its enums are the languages and domains of the library. */
  describe(facets: LibraryFacets): Tool
  /** @throws ProtocolError for an error response of MCP, and whatever {@link LibraryTool.run} throws */
  call(context: ToolContext, args: unknown): Promise<CallToolResult | InputRequiredResult>
  /** How the activity log describes the calls. Absent: in general words. */
  readonly activity?: ToolSummary | undefined
}

/**
 * A tool whose answer is an object. Over MCP, the answer is markdown that holds everything, because that is what most models get;
 * beside it is the structure, for clients that pass on only that.
 */
export interface LibraryTool extends ServedTool {
  readonly output: z.ZodObject
  /**
   * The structured answer.
   * @throws ToolFailure with a message for the model
   * @throws InvalidParams for a request that is wrong whatever the library holds, such as an invalid cursor
   * @throws the signal's reason when the call was cancelled
   */
  run(context: ToolContext, args: unknown): Promise<Record<string, unknown>>
}

interface ToolSpec<Input extends z.ZodObject, Output extends z.ZodObject> {
  readonly name: string
  readonly title: string
  /** Tells the model what the tool does and when to choose it. */
  readonly description: string
  readonly input: Input
  /** Not in the list of tools, which every conversation reads. Tests compare each answer with it. */
  readonly output: Output
  /** Bytes of a result up to which Claude Code passes it on. Absent: its own limit, 50,000. */
  readonly maxResultSize?: number
  /**
   * Resolves aliases, so that calls with the same meaning share a cached answer.
   * @throws ToolFailure for unknown words
   */
  resolve?(library: Library, input: z.output<Input>): z.output<Input>
  /** @param delivery what the client does with the answer; an answer that is cached must not depend on it */
  answer(library: Library, input: z.output<Input>, delivery: ClientDelivery): z.output<Output>
  /** Writes the answer as markdown for a model: everything in it, with no line of JSON. */
  write(answer: z.output<Output>, input: z.output<Input>): string
  readonly activity: ToolSummary<z.output<Output>>
}

/** An answer, and what is written in front of it. Some clients pass on the text and others the structure, so it is in both. */
interface MadeAnswer<Input, Output> {
  readonly answer: Output
  readonly input: Input
  /** `notice`: why the index may be out of date. `note`: which arguments were ignored. Neither is cached. */
  readonly remarks: { readonly notice?: string; readonly note?: string }
}

/** What was not found may be missing because the index is out of date. */
function failureWithNotice(error: unknown, library: Library): unknown {
  const trouble = error instanceof ToolFailure && error.reason === 'not-found' ? library.trouble() : null
  if (!(error instanceof ToolFailure) || trouble === null) return error
  return new ToolFailure(`${error.message} ${trouble.message}`, error.reason, error.note)
}

/** Adds what all tools share: validated arguments, a fresh index, cached answers, cancellation, the list entry. */
export function defineTool<Input extends z.ZodObject, Output extends z.ZodObject>(
  spec: ToolSpec<Input, Output>,
): LibraryTool {
  type Made = MadeAnswer<z.output<Input>, z.output<Output>>

  async function answer(context: ToolContext, given: unknown): Promise<Made> {
    const { note } = context
    const { args, unknown } = readArguments(spec.input, given)
    const parsed = spec.input.safeParse(args)
    if (!parsed.success) {
      throw new ToolFailure(explainArguments(spec, args, parsed.error.issues, unknown), 'arguments')
    }
    note?.({ args: parsed.data })
    const made = await answerTo(context, parsed.data)
    if (unknown.length === 0) return made
    return { ...made, remarks: { ...made.remarks, note: noteUnknown(spec, unknown) } }
  }

  async function answerTo(context: ToolContext, asked: z.output<Input>): Promise<Made> {
    const { core, signal } = context
    await core.whenFresh(signal)
    signal.throwIfAborted()
    const { library } = core
    // Before the cache: a cached answer must not hide that the library is missing or has changed.
    requireReadyLibrary(library)
    try {
      const input = spec.resolve ? spec.resolve(library, asked) : asked
      const made = find(context, input)
      const trouble = library.trouble()
      return { answer: made, input, remarks: trouble === null ? {} : { notice: trouble.message } }
    } catch (error) {
      throw failureWithNotice(error, library)
    }
  }

  function find({ core, client, note }: ToolContext, input: z.output<Input>): z.output<Output> {
    const cached = core.cache.find({ tool: spec.name, args: input })
    note?.({ cache: cached.state })
    if (cached.state === 'hit') return cached.value as z.output<Output>
    const made = spec.answer(core.library, input, deliveryTo(client))
    if (cached.state === 'miss') cached.store(JSON.stringify(made), spec.activity.describeCall(input))
    return made
  }

  return {
    name: spec.name,
    // Not in the list of tools, because clients that validate answers accept additional members.
    output: spec.output.extend({ note: z.string().optional(), notice: z.string().optional() }),
    describe: (facets) => describeTool(spec, facets),
    activity: spec.activity as ToolSummary,
    async call(context, args) {
      const made = await answer(context, args)
      context.note?.({ answer: made.answer })
      const text = withRemarks(spec.write(made.answer, made.input), made.remarks)
      const content: CallToolResult['content'] = [{ type: 'text', text }]
      if (deliveryTo(context.client).reads === 'both') return { content }
      return { content, structuredContent: { ...made.remarks, ...made.answer } }
    },
    async run(context, args) {
      const made = await answer(context, args)
      return { ...made.remarks, ...made.answer }
    },
  }
}

function withRemarks(text: string, { notice, note }: MadeAnswer<unknown, unknown>['remarks']): string {
  const lines = [notice, note].filter((line) => line !== undefined).map((line) => `> ${line}\n\n`)
  return lines.join('') + text
}
