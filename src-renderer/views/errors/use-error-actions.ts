import { IconCheck, IconTrash } from '@tabler/icons-react'
import type { ErrorGroup } from '../../../src-shared/contract/activity.ts'
import { formatCount } from '../../../src-shared/format.ts'
import { confirm } from '../../components/confirm.tsx'
import { toast } from '../../components/toasts.tsx'
import { useActions } from '../../state/actions.ts'
import { go } from '../../state/location.ts'
import { requestPath, standardPath } from '../../state/paths.ts'
import { useBridgeMutation } from '../../state/use-bridge.ts'
import { remedyLocation } from './error-labels.ts'

export interface ErrorActions {
  /** True while nothing can be changed. */
  readonly blocked: boolean
  /** Acknowledges a group, or takes that back. */
  readonly toggle: (group: ErrorGroup) => void
  readonly acknowledgeAll: () => void
  readonly clear: (group: ErrorGroup) => void
  /** Asks first. */
  readonly clearAll: () => void
  /** Goes where most can be done about it: the line, the settings, the request. */
  readonly open: (group: ErrorGroup) => void
}

/** What can be done with failures; the palette offers it too. */
export function useErrorActions(open: readonly ErrorGroup[], current: ErrorGroup | null): ErrorActions {
  const acknowledge = useBridgeMutation('errors.acknowledge')
  const clear = useBridgeMutation('errors.clear')

  function acknowledgeThese(ids: readonly string[], words: string): void {
    const undo = () => acknowledge.mutate({ ids: [...ids], acknowledged: false })
    acknowledge.mutate({ ids: [...ids] }, { onSuccess: () => toast(words, undo) })
  }

  const actions: ErrorActions = {
    blocked: acknowledge.blocked || clear.blocked,
    toggle({ id, acknowledgedAt }) {
      if (acknowledge.blocked) return
      if (acknowledgedAt === null) acknowledgeThese([id], 'Acknowledged one error')
      else acknowledge.mutate({ ids: [id], acknowledged: false })
    },
    acknowledgeAll() {
      if (acknowledge.blocked || open.length === 0) return
      acknowledgeThese(
        open.map(({ id }) => id),
        `Acknowledged ${formatCount(open.length, 'error')}`,
      )
    },
    clear({ id }) {
      clear.mutate({ ids: [id] }, { onSuccess: () => toast('Cleared one error') })
    },
    clearAll() {
      const question = confirm({
        title: 'Clear all errors?',
        text: 'The acknowledged ones go too. What is wrong with a file is listed again as soon as the index changes. This cannot be undone.',
        action: 'Clear all errors',
      })
      void question.then((goOn) => {
        if (goOn) clear.mutate({ ids: null }, { onSuccess: () => toast('Cleared all errors') })
      })
    },
    open(group) {
      const { source, where, line, request } = group
      const place = remedyLocation(group)
      if (source === 'index' && where !== '')
        go(standardPath(where, { edit: true, ...(line === null ? {} : { line }) }))
      else if (place) go(place.path)
      else if (request !== null) go(requestPath(request))
    },
  }
  useActions([
    ...(current
      ? [
          {
            id: 'errors.clear-one',
            label: 'Clear this error',
            icon: IconTrash,
            run: () => actions.clear(current),
          },
        ]
      : []),
    {
      id: 'errors.acknowledge-all',
      label: 'Acknowledge all errors',
      icon: IconCheck,
      run: actions.acknowledgeAll,
    },
    { id: 'errors.clear', label: 'Clear all errors', icon: IconTrash, run: actions.clearAll },
  ])
  return actions
}
