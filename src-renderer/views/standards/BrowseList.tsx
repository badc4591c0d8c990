import { Button, Menu } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { type Ref, useRef } from 'react'
import type { ListRow } from '../../../src-shared/contract/contract.ts'
import { formatCount, formatNumber } from '../../../src-shared/format.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { SkeletonRows } from '../../components/SkeletonRows.tsx'
import { type ListHandle, VirtualList } from '../../components/VirtualList.tsx'
import { useOnline } from '../../state/bridge-context.tsx'
import { go, usePath } from '../../state/location.ts'
import { newStandardPath, splitPath, standardPath } from '../../state/paths.ts'
import { BrowseListItem, BrowseListItemSkeleton } from './BrowseListItem.tsx'
import {
  changeListFilter,
  clearListFilter,
  countChosen,
  type ListFilter,
  type ListOrder,
} from './list-filter.ts'
import type { StandardsPages } from './use-standards-list.ts'

/** Milliseconds. Selections that follow each other faster become one step of the browser's history. */
const ONE_STEP = 1_000

const keyOf = (row: ListRow): string => row.id

/** The list of standards, below its count and order. */
export function BrowseList({
  pages,
  filter,
  selected,
  ref,
}: {
  readonly pages: StandardsPages
  readonly filter: ListFilter
  readonly selected: string | null
  readonly ref: Ref<ListHandle>
}) {
  const lastMove = useRef(0)
  const atStandard = splitPath(usePath()).rest !== ''
  const words = filter.text.trim()

  function select(row: ListRow): void {
    const now = Date.now()
    const replace = !atStandard || now - lastMove.current < ONE_STEP
    lastMove.current = now
    go(standardPath(row.id), { replace })
  }

  return (
    <>
      <div className="browse-count">
        <span className="figures" role="status">
          {pages.first ? describeCount(pages, words !== '') : ''}
        </span>
        <OrderMenu filter={filter} />
      </div>
      {!pages.first ? (
        <SkeletonRows rows={14} columns={['1fr']} rowHeight={48} />
      ) : pages.total === 0 ? (
        <NoMatch filter={filter} />
      ) : (
        <VirtualList
          label="Standards"
          handle={ref}
          className="browse-rows"
          count={pages.total}
          rowAt={pages.rowAt}
          rowKey={keyOf}
          rowHeight={48}
          dynamic={words !== ''}
          drawRow={(row) => <BrowseListItem row={row} words={words} />}
          drawMissing={(index) => <BrowseListItemSkeleton index={index} />}
          selected={selected}
          onSelect={select}
          onOpen={() => document.querySelector<HTMLElement>('.reader-scroll')?.focus()}
          onRange={pages.onRange}
        />
      )}
    </>
  )
}

function describeCount({ total, first }: StandardsPages, searched: boolean): string {
  const standards = formatCount(total, 'standard')
  return searched && first ? `${standards}, ${formatCount(first.sections, 'section')}` : standards
}

const ORDERS: Readonly<Record<ListOrder, string>> = {
  match: 'Best match',
  requests: 'Most asked',
  title: 'Title',
  path: 'Path',
  updated: 'Newest',
}

function OrderMenu({ filter }: { readonly filter: ListFilter }) {
  const searching = filter.text.trim() !== ''
  const order = searching ? filter.searchOrder : filter.order
  const orders = (Object.keys(ORDERS) as ListOrder[]).filter((name) => searching || name !== 'match')

  function choose(value: string): void {
    const chosen = orders.find((name) => name === value)
    if (chosen === undefined) return
    if (searching) changeListFilter({ searchOrder: chosen })
    else if (chosen !== 'match') changeListFilter({ order: chosen })
  }

  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button size="xs" variant="transparent" color="gray" className="order-button">
          {ORDERS[order]}
          <IconChevronDown size={12} stroke={1.5} />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Order</Menu.Label>
        <Menu.RadioGroup value={order} onChange={choose}>
          {orders.map((name) => (
            <Menu.RadioItem key={name} value={name}>
              {ORDERS[name]}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  )
}

function NoMatch({ filter }: { readonly filter: ListFilter }) {
  const online = useOnline()
  const words = filter.text.trim()
  const chosen = countChosen(filter)
  if (words === '' || chosen > 0)
    return (
      <EmptyState
        title={words === '' ? 'Nothing matches' : `Nothing here has “${words}”`}
        text={`${chosen === 1 ? 'One filter hides' : `${formatNumber(chosen)} filters hide`} the rest.`}
      >
        <Button onClick={clearListFilter}>Clear filters</Button>
      </EmptyState>
    )
  return (
    <EmptyState
      title={`No standard has “${words}”`}
      text="An assistant asking for it would get nothing either."
    >
      <Button variant="filled" disabled={!online} onClick={() => go(newStandardPath({ title: words }))}>
        Write this standard
      </Button>
    </EmptyState>
  )
}
