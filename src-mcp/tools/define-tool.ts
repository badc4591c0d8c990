import type { CallToolResult, InputRequiredResult, ServerContext, Tool } from '@modelcontextprotocol/server'
import * as z from 'zod'
import type { Core } from '../../src-core/app/create-core.ts'
import type { Library } from '../../src-core/library/library.ts'
import type { LibraryFacets } from '../../src-shared/contract/library.ts'
import type { ToolSummary } from '../calls/activity/tool-summary.ts'
import type { RequestContext } from '../calls/request-context.ts'
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

/** A tool whose answer is an object: structured content and, as the specification asks, the same as JSON text. */
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
  readonly output: Output
  /**
   * Resolves aliases, so that calls with the same meaning share a cached answer.
   * @throws ToolFailure for unknown words
   */
  resolve?(library: Library, input: z.output<Input>): z.output<Input>
  answer(library: Library, input: z.output<Input>): z.output<Output>
  readonly activity: ToolSummary<z.output<Output>>
}

/**
 * Adds why the index may be out of date, in front, where a model reads it first. It is not in the output schemas, which every
 * conversation reads, and is never cached.
 */
function withNotice(written: WrittenAnswer, library: Library): WrittenAnswer {
  const trouble = library.trouble()
  if (trouble === null) return written
  const answer = { notice: trouble.message, ...written.answer }
  return { answer, text: JSON.stringify(answer) }
}

/** What was not found may be missing because the index is out of date. */
function failureWithNotice(error: unknown, library: Library): unknown {
  const trouble = error instanceof ToolFailure && error.reason === 'not-found' ? library.trouble() : null
  if (!(error instanceof ToolFailure) || trouble === null) return error
  return new ToolFailure(`${error.message} ${trouble.message}`, error.reason, error.note)
}

/** An answer, as an object and as JSON. */
interface WrittenAnswer {
  readonly answer: Record<string, unknown>
  readonly text: string
}

/** Adds what all tools share: validated arguments, a fresh index, cached answers, cancellation, the list entry. */
export function defineTool<Input extends z.ZodObject, Output extends z.ZodObject>(
  spec: ToolSpec<Input, Output>,
): LibraryTool {
  async function answer(context: ToolContext, given: unknown): Promise<WrittenAnswer> {
    const { note } = context
    const { args, unknown } = readArguments(spec.input, given)
    const parsed = spec.input.safeParse(args)
    if (!parsed.success) {
      throw new ToolFailure(explainArguments(spec, args, parsed.error.issues, unknown), 'arguments')
    }
    note?.({ args: parsed.data })
    const written = await answerTo(context, parsed.data)
    return unknown.length === 0 ? written : withNote(written, noteUnknown(spec, unknown))
  }

  async function answerTo(
    { core, signal, note }: ToolContext,
    asked: z.output<Input>,
  ): Promise<WrittenAnswer> {
    await core.whenFresh(signal)
    signal.throwIfAborted()
    const { library } = core
    // Before the cache: a cached answer must not hide that the library is missing or has changed.
    requireReadyLibrary(library)
    try {
      const input = spec.resolve ? spec.resolve(library, asked) : asked
      const cached = core.cache.find({ tool: spec.name, args: input })
      note?.({ cache: cached.state })
      if (cached.state === 'hit') return withNotice({ answer: cached.value, text: cached.answer }, library)
      const created = spec.answer(library, input)
      const text = JSON.stringify(created)
      if (cached.state === 'miss') cached.store(text, spec.activity.describeCall(input))
      return withNotice({ answer: created, text }, library)
    } catch (error) {
      throw failureWithNotice(error, library)
    }
  }

  return {
    name: spec.name,
    // Not in the list of tools, because clients that validate answers accept additional members.
    output: spec.output.extend({ note: z.string().optional(), notice: z.string().optional() }),
    describe: (facets) => describeTool(spec, facets),
    activity: spec.activity as ToolSummary,
    async call(context, args) {
      const { answer: structuredContent, text } = await answer(context, args)
      return { content: [{ type: 'text', text }], structuredContent }
    },
    run: async (context, args) => (await answer(context, args)).answer,
  }
}

/** Some clients pass on the text of an answer and others its structure, so the note is in both. */
function withNote({ answer }: WrittenAnswer, note: string): WrittenAnswer {
  const noted = { ...answer, note }
  return { answer: noted, text: JSON.stringify(noted) }
}
