import type { Tool } from '@modelcontextprotocol/server'
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
}

/** A tool as every interface (MCP, REST) serves it. */
export interface LibraryTool {
  readonly name: string
  readonly output: z.ZodObject
  /** The entry of `tools/list`; its enums are the languages and domains that the library has. */
  describe(facets: LibraryFacets): Tool
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
  return {
    name: spec.name,
    output: spec.output,
    describe: (facets) => describeTool(spec, facets),
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
}
