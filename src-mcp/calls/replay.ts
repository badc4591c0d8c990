import { isObject } from '../../src-shared/is-object.ts'
import type { ToolCatalog } from '../tools/catalog.ts'
import type { ToolContext } from '../tools/define-tool.ts'

/**
 * Repeats a client's earlier call of a tool, without the activity log and the cache.
 * @returns the id of the first standard in the answer, `''` when the answer names none, `null` when it is empty or the call failed
 */
export async function replay(
  { core, catalog }: Pick<ToolContext, 'core'> & { readonly catalog: ToolCatalog },
  name: string,
  args: unknown,
): Promise<string | null> {
  const tool = catalog.find(name)
  if (!tool?.activity || !isObject(args)) return null
  const context: ToolContext = {
    core: { library: core.library, whenFresh: async () => {}, cache: { find: () => ({ state: 'bypass' }) } },
    signal: new AbortController().signal,
  }
  try {
    const result = await tool.call(context, args)
    if (!('structuredContent' in result) || !isObject(result.structuredContent)) return null
    const { isEmpty, references } = tool.activity.describeAnswer(result.structuredContent, args)
    return isEmpty ? null : (references[0]?.id ?? '')
  } catch {
    return null
  }
}
