import { Link } from 'wouter'
import type { NearGap } from '../../../src-shared/contract/contract.ts'
import { formatNumber } from '../../../src-shared/format.ts'
import { clientName } from '../../client-name.ts'
import type { Column } from '../../components/DataTable.tsx'
import { TimeAgo } from '../../components/TimeAgo.tsx'
import { standardPath } from '../../state/paths.ts'
import { GapActions, type GapActionsProps } from './GapActions.tsx'

const ASKED: Column<NearGap> = {
  id: 'asked',
  head: 'Asked for',
  width: 'minmax(120px, 1.3fr)',
  sortable: true,
  cell: ({ question }) => (
    <span className="gap-asked" title={question}>
      {question}
    </span>
  ),
}

const TOOL: Column<NearGap> = {
  id: 'tool',
  head: 'Tool',
  width: '126px',
  sortable: true,
  cell: ({ tool }) => <span className="mono secondary">{tool}</span>,
}

const TIMES: Column<NearGap> = {
  id: 'times',
  head: 'Times',
  width: '50px',
  align: 'right',
  sortable: true,
  cell: ({ times }) => formatNumber(times),
}

const CLIENTS: Column<NearGap> = {
  id: 'clients',
  head: <span className="gap-apart">Clients</span>,
  width: 'minmax(80px, 1fr)',
  cell: ({ clients }) => <ClientNames clients={clients} />,
}

const LAST: Column<NearGap> = {
  id: 'last',
  head: 'Last',
  width: '46px',
  sortable: true,
  cell: ({ lastAt }) => (
    <span className="secondary">
      <TimeAgo at={lastAt} />
    </span>
  ),
}

const NEAREST: Column<NearGap> = {
  id: 'nearest',
  head: 'Nearest standard',
  width: 'minmax(90px, 1fr)',
  cell: ({ nearest }) => <NearestStandard id={nearest} />,
}

const ACTIONS_WIDTH = '182px'
const NARROW_ACTIONS_WIDTH = '150px'

/** The grid tracks of all columns, for the skeleton. */
export const GAP_TRACKS: readonly string[] = [
  ...[ASKED, TOOL, TIMES, CLIENTS, LAST, NEAREST].map(({ width }) => width),
  ACTIONS_WIDTH,
]

interface GapColumnsOptions extends Omit<GapActionsProps, 'gap' | 'isSelected'> {
  /** The id of the selected gap, whose row has a larger button. */
  readonly selected: string | null
}

/** The columns of the gaps. The links and buttons in the rows are out of the tab order: the selected row has keys for them. */
export function gapColumns({ selected, ...options }: GapColumnsOptions): readonly Column<NearGap>[] {
  const { narrow } = options
  const actions: Column<NearGap> = {
    id: 'actions',
    head: '',
    width: narrow ? NARROW_ACTIONS_WIDTH : ACTIONS_WIDTH,
    align: 'right',
    cell: (gap) => <GapActions gap={gap} isSelected={gap.id === selected} {...options} />,
  }
  return [ASKED, TOOL, TIMES, ...(narrow ? [] : [CLIENTS]), LAST, NEAREST, actions]
}

function ClientNames({ clients }: { readonly clients: readonly string[] }) {
  const names = clients.length === 0 ? clientName('') : clients.map(clientName).join(', ')
  return (
    <span className="secondary gap-apart" title={names}>
      {names}
    </span>
  )
}

function NearestStandard({ id }: { readonly id: string | null }) {
  if (id === null) return <span className="mono tertiary">none</span>
  return (
    <Link href={standardPath(id)} className="gap-nearest mono" tabIndex={-1} title={id}>
      {id}
    </Link>
  )
}
