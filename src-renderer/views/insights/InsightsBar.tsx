import { ActionIcon, Menu, SegmentedControl, Tooltip } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { clientName } from '../../client-name.ts'
import { downloadFile } from '../../components/download-file.ts'
import { FilterSelect } from '../../components/FilterSelect.tsx'
import { ViewBar } from '../../components/ViewBar.tsx'
import { useActions } from '../../state/actions.ts'
import { useAsOf } from '../../state/use-as-of.ts'
import { useBridge, useBridgeMutation } from '../../state/use-bridge.ts'
import { daysLabel, SPAN_DAYS } from './insights-filter.ts'
import type { InsightsQuery } from './use-insights-query.ts'

const EXPORTS = [
  { content: 'gaps', format: 'csv', label: 'Gaps as CSV', action: 'Export: gaps as CSV' },
  {
    content: 'usage',
    format: 'csv',
    label: 'Usage of all standards as CSV',
    action: 'Export: usage of all standards as CSV',
  },
  { content: 'all', format: 'json', label: 'Both as JSON', action: 'Export: gaps and usage as JSON' },
] as const

/** The head of the view: the filters by client and span, and the export. */
export function InsightsBar({ query: { days, client, set } }: { readonly query: InsightsQuery }) {
  const names = useBridge('activity.names', {}, { area: 'requests' })
  const asOf = useAsOf()
  const exporting = useBridgeMutation('insights.export', {
    onDone: ({ path, name }) => downloadFile(path, name),
  })
  const exportAs = ({ content, format }: (typeof EXPORTS)[number]) =>
    exporting.mutate({ days, content, format, ...(client === undefined ? {} : { client }) })
  useActions(
    EXPORTS.map((choice) => ({
      id: `insights.export-${choice.content}`,
      label: choice.action,
      icon: IconDownload,
      also: 'download save insights',
      run: () => exportAs(choice),
    })),
  )
  const clients = names.data?.clients ?? []
  return (
    <ViewBar title="Insights" note={asOf ?? undefined}>
      <FilterSelect
        label="Client"
        multiple={false}
        choices={clients.map((value) => ({ value, label: clientName(value) }))}
        value={client === undefined ? [] : [client]}
        onChange={([chosen]) => set({ client: chosen })}
      />
      <SegmentedControl
        aria-label="Span"
        data={SPAN_DAYS.map((span) => ({ value: String(span), label: daysLabel(span) }))}
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
          {EXPORTS.map((choice) => (
            <Menu.Item key={choice.content} onClick={() => exportAs(choice)}>
              {choice.label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </ViewBar>
  )
}
