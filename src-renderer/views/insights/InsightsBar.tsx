import { ActionIcon, Menu, SegmentedControl, Tooltip } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { clientName } from '../../client-name.ts'
import { FilterSelect } from '../../components/FilterSelect.tsx'
import { ViewBar } from '../../components/ViewBar.tsx'
import { useActions } from '../../state/actions.ts'
import { useAsOf } from '../../state/use-as-of.ts'
import { useBridge, useBridgeMutation } from '../../state/use-bridge.ts'
import { SPANS, spanLabel } from './insights-filter.ts'
import type { InsightsQuery } from './use-insights-query.ts'

const FILES = [
  { what: 'gaps', format: 'csv', label: 'Gaps as CSV' },
  { what: 'usage', format: 'csv', label: 'Use of every standard as CSV' },
  { what: 'all', format: 'json', label: 'Both as JSON' },
] as const

export function InsightsBar({ query: { days, client, set } }: { readonly query: InsightsQuery }) {
  const names = useBridge('activity.names', {}, { area: 'requests' })
  const asOf = useAsOf()
  const exporting = useBridgeMutation('insights.export', { onDone: ({ path, name }) => download(path, name) })
  const save = ({ what, format }: (typeof FILES)[number]) =>
    exporting.mutate({ days, what, format, ...(client === undefined ? {} : { client }) })
  useActions(
    FILES.map((file) => ({
      id: `insights.export-${file.what}`,
      label: `Export: ${file.label.charAt(0).toLowerCase()}${file.label.slice(1)}`,
      icon: IconDownload,
      also: 'download save insights',
      run: () => save(file),
    })),
  )
  const known = names.data?.clients ?? []
  return (
    <ViewBar title="Insights" note={asOf ?? undefined}>
      <FilterSelect
        label="Client"
        multiple={false}
        choices={known.map((value) => ({ value, label: clientName(value) }))}
        value={client === undefined ? [] : [client]}
        onChange={([chosen]) => set({ client: chosen })}
      />
      <SegmentedControl
        aria-label="Span"
        data={SPANS.map((span) => ({ value: String(span), label: spanLabel(span) }))}
        value={String(days)}
        onChange={(value) => set({ days: Number(value) })}
      />
      <Menu>
        <Menu.Target>
          <Tooltip label="Export">
            <ActionIcon aria-label="Export" disabled={exporting.blocked}>
              <IconDownload size={16} stroke={1.5} />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          {FILES.map((file) => (
            <Menu.Item key={file.what} onClick={() => save(file)}>
              {file.label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </ViewBar>
  )
}

function download(path: string, name: string): void {
  const link = document.createElement('a')
  link.href = path
  link.download = name
  link.click()
}
