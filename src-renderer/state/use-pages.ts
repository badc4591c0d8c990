import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import type { Area, MethodInput, MethodName, MethodOutput } from '../../src-shared/contract/contract.ts'
import type { CallError } from '../bridge/bridge.ts'
import { useBridgeClient } from './bridge-context.tsx'

/** Rows a page. */
const SIZE = 100

export interface Pages<Output, Row> {
  /** The first page: totals and whatever else comes with the rows. `undefined` until it came. */
  readonly first: Output | undefined
  readonly error: CallError | null
  readonly retry: () => void
  /** True while the first page of another question is under way and the old one still shows. */
  readonly stale: boolean
  readonly rowAt: (index: number) => Row | undefined
  /** Goes into a list's `onRange`. */
  readonly onRange: (start: number, stop: number) => void
}

/** A long list that is fetched by offset, the pages in view only; asked again when its area changes. */
export function usePages<Name extends MethodName, Row>(
  method: Name,
  inputOf: (page: { readonly offset: number; readonly limit: number }) => MethodInput<Name>,
  rowsOf: (output: MethodOutput<Name>) => readonly Row[],
  area: Area,
): Pages<MethodOutput<Name>, Row> {
  const bridge = useBridgeClient()
  const [range, setRange] = useState({ from: 0, to: 0 })
  const query = (page: number) => {
    const input = inputOf({ offset: page * SIZE, limit: SIZE })
    return {
      queryKey: [method, input],
      queryFn: () => bridge.call(method, input),
      meta: { areas: [area] },
    }
  }
  const first = useQuery<MethodOutput<Name>, CallError>({ ...query(0), placeholderData: keepPreviousData })
  const numbers = Array.from({ length: range.to - range.from + 1 }, (_, at) => range.from + at).filter(
    (page) => page > 0,
  )
  const others = useQueries({ queries: numbers.map(query) })
  const pages = new Map<number, readonly Row[]>()
  if (first.data !== undefined) pages.set(0, rowsOf(first.data))
  numbers.forEach((page, at) => {
    const data = others[at]?.data
    if (data !== undefined) pages.set(page, rowsOf(data))
  })
  const onRange = useCallback((start: number, stop: number) => {
    const from = Math.floor(start / SIZE)
    const to = Math.floor(Math.max(start, stop - 1) / SIZE)
    setRange((before) => (before.from === from && before.to === to ? before : { from, to }))
  }, [])
  return {
    first: first.data,
    error: first.error,
    retry: () => void first.refetch(),
    stale: first.isPlaceholderData,
    rowAt: (index) => pages.get(Math.floor(index / SIZE))?.[index % SIZE],
    onRange,
  }
}
