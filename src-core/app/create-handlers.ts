import type { GapAnswers } from '../activity/activity.ts'
import { createActivityHandlers } from '../activity/handlers.ts'
import type { Tickets } from '../base/download-tickets.ts'
import type { Handlers } from '../base/window-call-handlers.ts'
import { createCacheHandlers } from '../cache/handlers.ts'
import { createClientHandlers } from '../clients/handlers.ts'
import { createLibraryHandlers } from '../library/handlers.ts'
import { createSettingsHandlers } from '../settings/handlers.ts'
import { createAppHandlers } from './app-handlers.ts'
import { createEndpointHandlers } from './endpoint-handlers.ts'
import type { StateFeed } from './state-feed.ts'
import type { WindowDeps } from './window-deps.ts'

/** The handlers of all window calls. */
export function createHandlers(
  deps: WindowDeps,
  tickets: Tickets,
  state: StateFeed,
  answers: GapAnswers,
): Handlers {
  return {
    ...deps.standards,
    ...createActivityHandlers({
      activity: deps.activity,
      library: deps.core.library,
      answers,
      tickets,
      runTool: deps.runTool,
    }),
    ...createCacheHandlers(deps.cache, () => state.markChanged('cache')),
    ...createClientHandlers(deps),
    ...createEndpointHandlers(deps.host.endpoint, () => state.markChanged('settings')),
    ...createSettingsHandlers(deps),
    ...createLibraryHandlers(deps, () => state.markChanged('library')),
    ...createAppHandlers(deps),
  }
}
