import type { WindowDeps } from '../app/window-deps.ts'
import type { HandlersOf } from '../base/window-call-handlers.ts'

/** The kept answers. @param onDrop called after some were dropped */
export function createCacheHandlers(
  { cache }: Pick<WindowDeps, 'cache'>,
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
