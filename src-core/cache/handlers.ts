import type { HandlersOf } from '../base/window-call-handlers.ts'
import type { ResponseCache } from './cache.ts'

/** The window calls `cache.*`. @param onDrop called after entries were deleted */
export function createCacheHandlers(
  cache: Pick<ResponseCache, 'status' | 'list' | 'drop' | 'dropAll'>,
  onDrop: () => void,
): HandlersOf<'cache'> {
  return {
    'cache.status': () => cache.status(),
    'cache.list': () => cache.list(),
    async 'cache.drop'({ key }) {
      await cache.drop(key)
      onDrop()
      return null
    },
    async 'cache.dropAll'() {
      const entries = await cache.dropAll()
      onDrop()
      return { entries }
    },
  }
}
