import type { CallToolResult, InputRequiredResult, ServerContext, Tool } from '@modelcontextprotocol/server'
import type * as z from 'zod'
import type { Core } from '../../src-core/create-core.ts'
import type { Library } from '../../src-core/services/library.ts'
import type { LibraryFacets } from '../../src-shared/domain.ts'
import { describeTool } from './describe-tool.ts'
import { explainArguments } from './explain-arguments.ts'
import { refuseIfUnready } from './library-ready.ts'
import { ToolFailure } from './tool-failure.ts'

/** What a tool needs to answer one call. */
export interface ToolContext {
  readonly core: Pick<Core, 'library' | 'whenFresh'>
  readonly signal: AbortSignal
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
  answer(library: Library, input: z.output<Input>): z.output<Output>
}

/** Adds to a tool what all of them share: checked arguments, a fresh index, cancellation, the list entry. */
export function defineTool<Input extends z.ZodObject, Output extends z.ZodObject>(
  spec: ToolSpec<Input, Output>,
): LibraryTool {
  const tool: LibraryTool = {
    name: spec.name,
    output: spec.output,
    describe: (facets) => describeTool(spec, facets),
    async call(context, args) {
      const answer = await tool.run(context, args)
      return { content: [{ type: 'text', text: JSON.stringify(answer) }], structuredContent: answer }
    },
    async run({ core, signal }, args) {
      const parsed = spec.input.safeParse(args ?? {})
      if (!parsed.success) {
        throw new ToolFailure(explainArguments(spec, args, parsed.error.issues), 'arguments')
      }
      await core.whenFresh(signal)
      signal.throwIfAborted()
      refuseIfUnready(core.library)
      return spec.answer(core.library, parsed.data)
    },
  }
  return tool
}
