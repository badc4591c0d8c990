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
  /** True while groups cannot be changed. */
  readonly blocked: boolean
  /** Acknowledges a group, or reopens an acknowledged one. */
  readonly toggle: (group: ErrorGroup) => void
  readonly acknowledgeAll: () => void
  readonly clear: (group: ErrorGroup) => void
  /** Clears all groups after a confirmation. */
  readonly clearAll: () => void
  /** Goes to the line of the file, to the part of the window where the failure can be fixed, or to the request. */
  readonly open: (group: ErrorGroup) => void
}

/** The actions on error groups, which are added to the palette too. */
export function useErrorActions(open: readonly ErrorGroup[], current: ErrorGroup | null): ErrorActions {
  const acknowledge = useBridgeMutation('errors.acknowledge')
  const clear = useBridgeMutation('errors.clear')

  function acknowledgeGroups(ids: readonly string[], message: string): void {
    const undo = () => acknowledge.mutate({ ids: [...ids], acknowledged: false })
    acknowledge.mutate({ ids: [...ids] }, { onSuccess: () => toast(message, undo) })
  }

  const actions: ErrorActions = {
    blocked: acknowledge.blocked || clear.blocked,
    toggle({ id, acknowledgedAt }) {
      if (acknowledge.blocked) return
      if (acknowledgedAt === null) acknowledgeGroups([id], 'Acknowledged 1 error')
      else acknowledge.mutate({ ids: [id], acknowledged: false })
    },
    acknowledgeAll() {
      if (acknowledge.blocked || open.length === 0) return
      acknowledgeGroups(
        open.map(({ id }) => id),
        `Acknowledged ${formatCount(open.length, 'error')}`,
      )
    },
    clear({ id }) {
      clear.mutate({ ids: [id] }, { onSuccess: () => toast('Cleared 1 error') })
    },
    clearAll() {
      const confirmation = confirm({
        title: 'Clear all errors?',
        text: 'Acknowledged errors are cleared too. Problems of files are listed again when the index changes. This cannot be undone.',
        action: 'Clear all errors',
      })
      void confirmation.then((isConfirmed) => {
        if (isConfirmed) clear.mutate({ ids: null }, { onSuccess: () => toast('Cleared all errors') })
      })
    },
    open(group) {
      const { source, where, line, request } = group
      const location = remedyLocation(group)
      if (source === 'index' && where !== '')
        go(standardPath(where, { edit: true, ...(line === null ? {} : { line }) }))
      else if (location) go(location.path)
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
