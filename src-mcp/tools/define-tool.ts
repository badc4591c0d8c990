import type { CallToolResult, InputRequiredResult, ServerContext, Tool } from '@modelcontextprotocol/server'
import type * as z from 'zod'
import type { Core } from '../../src-core/app/create-core.ts'
import type { Library } from '../../src-core/library/library.ts'
import type { LibraryFacets } from '../../src-shared/standard/standard.ts'
import type { ToolSummary } from '../calls/activity/tool-summary.ts'
import type { RequestContext } from '../calls/request-context.ts'
import { describeTool } from './describe-tool.ts'
import { explainArguments } from './explain-arguments.ts'
import { requireReadyLibrary } from './library-ready.ts'
import { ToolFailure } from './tool-failure.ts'

/** The part of the engine that tools use. */
export interface ToolCore extends Pick<Core, 'library' | 'whenFresh'> {
  readonly cache: Pick<Core['cache'], 'find'>
}

/** What a tool needs to answer one call. */
export interface ToolContext extends RequestContext {
  readonly core: ToolCore
  /** The MCP request, for a tool that tells its progress or asks the client; absent over REST, which carries neither. */
  readonly request?: ServerContext
}

/** A tool as every interface (MCP, REST) serves it. */
export interface ServedTool {
  readonly name: string
  /** The entry of `tools/list`; its enums are the languages and domains that the library has. */
  describe(facets: LibraryFacets): Tool
  /**
   * The whole answer.
   * @throws ProtocolError what MCP answers with an error, and whatever {@link LibraryTool.run} throws
   */
  call(context: ToolContext, args: unknown): Promise<CallToolResult | InputRequiredResult>
  /** Absent: the log says what there is to say of any tool. */
  readonly log?: ToolSummary | undefined
}

/** A tool whose answer is an object: structured content and, as the specification wants, the same as JSON text. */
export interface LibraryTool extends ServedTool {
  readonly output: z.ZodObject
  /**
   * The structured answer.
   * @throws ToolFailure what could not be done, in words for the model
   * @throws InvalidParams a request that is wrong whatever the library holds, such as a foreign cursor
   * @throws the signal's reason when the call was cancelled
   */
  run(context: ToolContext, args: unknown): Promise<Record<string, unknown>>
}

interface ToolSpec<Input extends z.ZodObject, Output extends z.ZodObject> {
  readonly name: string
  readonly title: string
  /** For the model: what the tool does and when to choose it. */
  readonly description: string
  readonly input: Input
  readonly output: Output
  /**
   * What the arguments come to: aliases resolved, so that calls that mean the same share a kept answer.
   * @throws ToolFailure for arguments that mean nothing
   */
  resolve?(library: Library, input: z.output<Input>): z.output<Input>
  answer(library: Library, input: z.output<Input>): z.output<Output>
  readonly log: ToolSummary<z.output<Output>>
}

/** An answer and the same as JSON. */
interface WrittenAnswer {
  readonly answer: Record<string, unknown>
  readonly text: string
}

/** Adds to a tool what all of them share: checked arguments, a fresh index, kept answers, cancellation, the list entry. */
export function defineTool<Input extends z.ZodObject, Output extends z.ZodObject>(
  spec: ToolSpec<Input, Output>,
): LibraryTool {
  async function answer({ core, signal, note }: ToolContext, args: unknown): Promise<WrittenAnswer> {
    const parsed = spec.input.safeParse(args ?? {})
    if (!parsed.success) {
      throw new ToolFailure(explainArguments(spec, args, parsed.error.issues), 'arguments')
    }
    await core.whenFresh(signal)
    signal.throwIfAborted()
    const { library } = core
    // Before a kept answer is looked for: one must not hide that the library is missing or another one.
    requireReadyLibrary(library)
    const input = spec.resolve ? spec.resolve(library, parsed.data) : parsed.data
    const kept = core.cache.find({ tool: spec.name, args: input })
    note?.({ cache: kept.state })
    if (kept.state === 'hit') return { answer: JSON.parse(kept.answer), text: kept.answer }
    const made = spec.answer(library, input)
    const text = JSON.stringify(made)
    if (kept.state === 'miss') kept.keep(text, spec.log.asked(input))
    return { answer: made, text }
  }

  return {
    name: spec.name,
    output: spec.output,
    describe: (facets) => describeTool(spec, facets),
    log: spec.log as ToolSummary,
    async call(context, args) {
      const { answer: structuredContent, text } = await answer(context, args)
      return { content: [{ type: 'text', text }], structuredContent }
    },
    run: async (context, args) => (await answer(context, args)).answer,
  }
}
