import type { Library } from '../../src-core/library/library.ts'
import { ToolFailure } from './tool-failure.ts'

/** @throws ToolFailure while the library is missing, unreadable or not yet read */
export function requireReadyLibrary(library: Library): void {
  // The facets are in memory, while the status counts rows; a library with a facet has a standard.
  const facets = library.facets()
  if (facets.languages.length > 0 || facets.domains.length > 0 || facets.tags.length > 0) return
  const status = library.status()
  if (status.standards > 0) return
  const { state, done, total, message } = status.progress
  if (state === 'missing' || state === 'failed' || state === 'stalled') {
    throw new ToolFailure(
      message ?? `The library ${status.library} cannot be read. Choose another folder in Plumbline.`,
      'failed',
      { brief: 'the library cannot be read' },
    )
  }
  if (state === 'starting' || state === 'indexing') {
    const where = total > 0 ? ` (${done} of ${total} files so far)` : ''
    throw new ToolFailure(
      `The library is being read for the first time${where}. Ask again in a few seconds.`,
      'failed',
      { brief: 'the library is being read' },
    )
  }
}
