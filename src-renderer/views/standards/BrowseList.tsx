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
import type { ListPages } from './use-standards-list.ts'

/** Milliseconds: selections that follow each other faster are one step for Back. */
const ONE_STEP = 1_000

const keyOf = (row: ListRow): string => row.id

/** The head with count and order, and the list below it. */
export function BrowseList({
  shelf,
  choice,
  selected,
  ref,
}: {
  readonly shelf: ListPages
  readonly choice: ListFilter
  readonly selected: string | null
  readonly ref: Ref<ListHandle>
}) {
  const lastMove = useRef(0)
  const atStandard = splitPath(usePath()).rest !== ''
  const words = choice.text.trim()

  function select(row: ListRow): void {
    const now = Date.now()
    const replace = !atStandard || now - lastMove.current < ONE_STEP
    lastMove.current = now
    go(standardPath(row.id), { replace })
  }

  return (
    <>
      <div className="shelf-count">
        <span className="figures" role="status">
          {shelf.first ? describe(shelf, words !== '') : ''}
        </span>
        <OrderMenu choice={choice} />
      </div>
      {!shelf.first ? (
        <SkeletonRows rows={14} columns={['1fr']} rowHeight={48} />
      ) : shelf.total === 0 ? (
        <NothingFits choice={choice} />
      ) : (
        <VirtualList
          label="Standards"
          handle={ref}
          className="shelf-rows"
          count={shelf.total}
          rowAt={shelf.rowAt}
          rowKey={keyOf}
          rowHeight={48}
          dynamic={words !== ''}
          drawRow={(row) => <BrowseListItem row={row} words={words} />}
          drawMissing={(index) => <BrowseListItemSkeleton index={index} />}
          selected={selected}
          onSelect={select}
          onOpen={() => document.querySelector<HTMLElement>('.reader-scroll')?.focus()}
          onRange={shelf.onRange}
        />
      )}
    </>
  )
}

function describe({ total, first }: ListPages, searched: boolean): string {
  const standards = formatCount(total, 'standard')
  return searched && first ? `${standards}, ${formatCount(first.sections, 'section')}` : standards
}

const ORDERS: Readonly<Record<ListOrder, string>> = {
  match: 'Best match',
  asked: 'Most asked',
  title: 'Title',
  path: 'Path',
  updated: 'Newest',
}

function OrderMenu({ choice }: { readonly choice: ListFilter }) {
  const searching = choice.text.trim() !== ''
  const order = searching ? choice.searchOrder : choice.order
  const orders = (Object.keys(ORDERS) as ListOrder[]).filter((one) => searching || one !== 'match')

  function choose(picked: string): void {
    const one = orders.find((name) => name === picked)
    if (one === undefined) return
    if (searching) changeListFilter({ searchOrder: one })
    else if (one !== 'match') changeListFilter({ order: one })
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
          {orders.map((one) => (
            <Menu.RadioItem key={one} value={one}>
              {ORDERS[one]}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  )
}

function NothingFits({ choice }: { readonly choice: ListFilter }) {
  const online = useOnline()
  const words = choice.text.trim()
  const chosen = countChosen(choice)
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
