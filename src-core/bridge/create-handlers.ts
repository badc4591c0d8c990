import { createActivityHandlers } from './activity-handlers.ts'
import { createAppHandlers } from './app-handlers.ts'
import type { BridgeDeps } from './bridge-deps.ts'
import { createCacheHandlers } from './cache-handlers.ts'
import { createConnectHandlers } from './connect-handlers.ts'
import { createErrorsHandlers } from './errors-handlers.ts'
import type { GapAnswers } from './gap-answers.ts'
import type { Handlers } from './handlers.ts'
import { createInsightsHandlers } from './insights-handlers.ts'
import { createLibraryHandlers } from './library-handlers.ts'
import { createSessionsHandlers } from './sessions-handlers.ts'
import { createSettingsHandlers } from './settings-handlers.ts'
import type { StateFeed } from './state.ts'
import type { Tickets } from './tickets.ts'

/** Every method of the contract. */
export function createHandlers(
  deps: BridgeDeps,
  tickets: Tickets,
  state: StateFeed,
  answers: GapAnswers,
): Handlers {
  return {
    ...deps.standards,
    ...createActivityHandlers(deps, tickets),
    ...createCacheHandlers(deps, () => state.touch('cache')),
    ...createConnectHandlers(deps),
    ...createErrorsHandlers(deps),
    ...createInsightsHandlers(deps, answers, tickets),
    ...createSessionsHandlers(deps, () => state.touch('settings')),
    ...createSettingsHandlers(deps),
    ...createLibraryHandlers(deps, () => state.touch('library')),
    ...createAppHandlers(deps),
  }
}
