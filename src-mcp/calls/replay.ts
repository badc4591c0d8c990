import type { ToolCatalog } from '../tools/catalog.ts'
import type { ToolContext } from '../tools/define-tool.ts'

/**
 * Asks a tool a question that a client asked before, past the log and the kept answers.
 * @returns the first standard that the answer carries, `''` when it names none, `null` when it found nothing or could not be had
 */
export async function replay(
  { core, catalog }: Pick<ToolContext, 'core'> & { readonly catalog: ToolCatalog },
  name: string,
  args: unknown,
): Promise<string | null> {
  const tool = catalog.find(name)
  if (!tool?.log || !isObject(args)) return null
  const context: ToolContext = {
    core: { library: core.library, whenFresh: async () => {}, cache: { find: () => ({ state: 'bypass' }) } },
    signal: new AbortController().signal,
  }
  try {
    const result = await tool.call(context, args)
    if (!('structuredContent' in result) || !isObject(result.structuredContent)) return null
    const { isEmpty, touched } = tool.log.answered(result.structuredContent, args)
    return isEmpty ? null : (touched[0]?.id ?? '')
  } catch {
    return null
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
