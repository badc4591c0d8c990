import { IconDownload, IconTrash } from '@tabler/icons-react'
import type { RequestFilter } from '../../../src-shared/contract/activity.ts'
import { formatCount, formatNumber } from '../../../src-shared/format.ts'
import { confirm } from '../../components/confirm.tsx'
import { downloadFile } from '../../components/download-file.ts'
import { toast } from '../../components/toasts.tsx'
import { useActions } from '../../state/actions.ts'
import { useAppState } from '../../state/app-state.tsx'
import { filterInput } from '../../state/filter-input.ts'
import { useBridgeMutation } from '../../state/use-bridge.ts'

export interface ActivityActions {
  /** Has the browser save the requests that match the filter. */
  readonly exportAs: (format: 'json' | 'csv') => void
  /** Clears the log after a confirmation. */
  readonly clear: () => void
}

/** The actions on the whole log, which are added to the palette too. */
export function useActivityActions(filter: RequestFilter, onCleared: () => void): ActivityActions {
  const rows = useAppState((state) => state.activity.rows)
  const exporting = useBridgeMutation('activity.export', {
    onDone: ({ path, name }) => downloadFile(path, name),
  })
  const clearing = useBridgeMutation('activity.clear', {
    onDone: (cleared) => {
      toast(`Cleared ${formatCount(cleared.rows, 'request')}`)
      onCleared()
    },
  })

  async function clear(): Promise<void> {
    const isConfirmed = await confirm({
      title: 'Clear the log?',
      text: `${rows === 0 ? 'All requests' : `All ${formatNumber(rows)} requests`} and all ended sessions are deleted, also those that the filters hide. Figures, gaps and usage counts start from zero. This cannot be undone.`,
      action: 'Clear the log',
    })
    if (isConfirmed) clearing.mutate({})
  }

  const actions: ActivityActions = {
    exportAs: (format) => exporting.mutate({ filter: filterInput(filter), format }),
    clear: () => void clear(),
  }
  useActions([
    {
      id: 'activity.export-json',
      label: 'Export the listed requests as JSON',
      icon: IconDownload,
      also: 'download save',
      run: () => actions.exportAs('json'),
    },
    {
      id: 'activity.export-csv',
      label: 'Export the listed requests as CSV',
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
