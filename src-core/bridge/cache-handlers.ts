import type { BridgeDeps } from './bridge-deps.ts'
import type { HandlersOf } from './handlers.ts'

/** The kept answers. */
export function createCacheHandlers({ cache }: Pick<BridgeDeps, 'cache'>): HandlersOf<'cache'> {
  return {
    'cache.status': () => cache.status(),
    'cache.list': () => cache.list(),
    async 'cache.drop'({ key }) {
      await cache.drop(key)
      return null
    },
    'cache.dropAll': async () => ({ entries: await cache.dropAll() }),
  }
}
