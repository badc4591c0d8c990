import { IconDownload, IconTrash } from '@tabler/icons-react'
import type { RequestFilter } from '../../../src-shared/contract/activity.ts'
import { formatCount, formatNumber } from '../../../src-shared/format.ts'
import { confirm } from '../../components/confirm.tsx'
import { toast } from '../../components/toasts.tsx'
import { useActions } from '../../state/actions.ts'
import { useAppState } from '../../state/app-state.tsx'
import { useBridgeMutation } from '../../state/use-bridge.ts'
import { asInput } from './use-figures.ts'

export interface ActivityActions {
  /** Rows that the filter leaves, as a file that the browser saves. */
  readonly exportAs: (format: 'json' | 'csv') => void
  /** Asks first. */
  readonly clear: () => void
}

/** What can be done with the log as a whole; the palette offers it too. */
export function useActivityActions(filter: RequestFilter, onCleared: () => void): ActivityActions {
  const rows = useAppState((state) => state.activity.rows)
  const exporting = useBridgeMutation('activity.export', { onDone: ({ path, name }) => download(path, name) })
  const clearing = useBridgeMutation('activity.clear', {
    onDone: (cleared) => {
      toast(`Cleared ${formatCount(cleared.rows, 'request')}`)
      onCleared()
    },
  })

  async function clear(): Promise<void> {
    const goOn = await confirm({
      title: 'Clear the log?',
      text: `${rows === 0 ? 'Every request' : `All ${formatNumber(rows)} rows`} and the sessions that ended are deleted, whatever is filtered. Figures, gaps and times asked for begin anew. This cannot be undone.`,
      action: 'Clear the log',
    })
    if (goOn) clearing.mutate({})
  }

  const actions: ActivityActions = {
    exportAs: (format) => exporting.mutate({ filter: asInput(filter), format }),
    clear: () => void clear(),
  }
  useActions([
    {
      id: 'activity.export-json',
      label: 'Export the shown requests as JSON',
      icon: IconDownload,
      also: 'download save',
      run: () => actions.exportAs('json'),
    },
    {
      id: 'activity.export-csv',
      label: 'Export the shown requests as CSV',
      icon: IconDownload,
      also: 'download save table',
      run: () => actions.exportAs('csv'),
    },
    {
      id: 'activity.clear',
      label: 'Clear the log',
      icon: IconTrash,
      also: 'delete requests',
      run: actions.clear,
    },
  ])
  return actions
}

function download(path: string, name: string): void {
  const link = document.createElement('a')
  link.href = path
  link.download = name
  link.click()
}
