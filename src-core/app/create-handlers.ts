import { createActivityHandlers } from '../activity/activity-handlers.ts'
import { createErrorsHandlers } from '../activity/errors/errors-handlers.ts'
import type { GapAnswers } from '../activity/gaps/gap-answers.ts'
import { createInsightsHandlers } from '../activity/insights/insights-handlers.ts'
import { createSessionsHandlers } from '../activity/sessions-handlers.ts'
import type { Tickets } from '../base/download-tickets.ts'
import type { Handlers } from '../base/window-call-handlers.ts'
import { createCacheHandlers } from '../cache/cache-handlers.ts'
import { createClientHandlers } from '../clients/client-handlers.ts'
import { createLibraryHandlers } from '../library/library-handlers.ts'
import { createSettingsHandlers } from '../settings/settings-handlers.ts'
import { createAppHandlers } from './app-handlers.ts'
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
    ...createActivityHandlers(deps, tickets),
    ...createCacheHandlers(deps, () => state.markChanged('cache')),
    ...createClientHandlers(deps),
    ...createErrorsHandlers(deps),
    ...createInsightsHandlers(deps, answers, tickets),
    ...createSessionsHandlers(deps, () => state.markChanged('settings')),
    ...createSettingsHandlers(deps),
    ...createLibraryHandlers(deps, () => state.markChanged('library')),
    ...createAppHandlers(deps),
  }
}
