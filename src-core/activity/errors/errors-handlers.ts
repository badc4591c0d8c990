import type { WindowDeps } from '../../app/window-deps.ts'
import type { HandlersOf } from '../../base/window-call-handlers.ts'

/** The failures, grouped. The lines around one are read where files are known. */
export function createErrorsHandlers({
  activity,
}: Pick<WindowDeps, 'activity'>): Omit<HandlersOf<'errors'>, 'errors.lines'> {
  return {
    'errors.list': ({ acknowledged }) => activity.errors({ acknowledged }),
    'errors.acknowledge'({ ids, acknowledged }) {
      activity.acknowledgeErrors(ids, acknowledged)
      return null
    },
    'errors.clear'({ ids }) {
      activity.clearErrors(ids)
      return null
    },
  }
}
