import { Suspense, useEffect, useMemo, useRef, useState } from 'react'
import { loadLate } from '../load-late.ts'
import type { ChartsProps } from './charts.tsx'
import { useStaggered } from './use-staggered.ts'

const Charts = loadLate(async () => (await import('./charts.tsx')).Charts)

export type { ChartsProps }

/**
 * A small chart in a box of its own height; the library is loaded when the first one is drawn. It says nothing that the
 * figures beside it do not, so screen readers get `label` and no more. New data and a new width are drawn chart by chart.
 */
export function Chart(props: ChartsProps & { readonly label: string; readonly height?: number | string }) {
  const box = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const element = box.current
    if (!element) return
    const observer = new ResizeObserver(([entry]) => setWidth(Math.round(entry?.contentRect.width ?? 0)))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  const turn = useStaggered(useMemo(() => ({ props, width }), [props, width]))
  // Made once a turn: what changes before it must not draw the chart.
  const drawn = useMemo(() => {
    const { label: _label, height: _height, ...chart } = turn.props
    return turn.width === 0 ? null : (
      <div style={{ width: turn.width, height: '100%' }}>
        <Charts {...chart} />
      </div>
    )
  }, [turn])
  return (
    <div
      ref={box}
      role="img"
      aria-label={props.label}
      style={{ height: props.height ?? '100%', minWidth: 0 }}
    >
      <Suspense>{drawn}</Suspense>
    </div>
  )
}
