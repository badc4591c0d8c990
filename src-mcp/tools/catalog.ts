import type { Tool } from '@modelcontextprotocol/server'
import type { Core } from '../../src-core/app/create-core.ts'
import type { LibraryFacets } from '../../src-shared/contract/library.ts'
import type { ServedTool } from './define-tool.ts'

/** The tools as clients see them. One catalog serves every server instance of the process. */
export interface ToolCatalog {
  /** The entries of `tools/list`; the same array until the library's languages or domains change. */
  list(): readonly Tool[]
  find(name: string): ServedTool | undefined
  names(): readonly string[]
  /** Subscribes to changes of `list()`. Returns an unsubscribe function. */
  onChange(listener: () => void): () => void
}

/** The facets of a library that cannot be read: the handshake works all the same, and each call reports the failure. */
const NO_FACETS: LibraryFacets = { languages: [], domains: [], tags: [], generation: 0 }

/** The library's facets; empty when the index cannot be read. */
function facetsOrNone(library: Core['library']): LibraryFacets {
  try {
    return library.facets()
  } catch {
    return NO_FACETS
  }
}

/** @param tools in the order in which clients see them */
export function createToolCatalog(
  core: Pick<Core, 'library' | 'onIndexChange'>,
  tools: readonly ServedTool[],
): ToolCatalog {
  const byName = new Map(tools.map((tool) => [tool.name, tool]))
  const listeners = new Set<() => void>()
  let stop: (() => void) | undefined
  let notifiedKey = ''
  let listed: { readonly key: string; readonly tools: readonly Tool[] } | undefined

  function notifyIfChanged(): void {
    const key = keyOf(facetsOrNone(core.library))
    if (key === notifiedKey) return
    notifiedKey = key
    for (const listener of [...listeners]) listener()
  }

  return {
    list() {
      const facets = facetsOrNone(core.library)
      const key = keyOf(facets)
      if (listed?.key !== key) listed = { key, tools: tools.map((tool) => tool.describe(facets)) }
      return listed.tools
    },
    find: (name) => byName.get(name),
    names: () => [...byName.keys()],
    onChange(listener) {
      if (listeners.size === 0) {
        notifiedKey = keyOf(facetsOrNone(core.library))
        stop = core.onIndexChange(notifyIfChanged)
      }
      listeners.add(listener)
      return () => {
        if (listeners.delete(listener) && listeners.size === 0) stop?.()
      }
    },
  }
}

function keyOf({ languages, domains }: LibraryFacets): string {
  return JSON.stringify([languages, domains])
}
