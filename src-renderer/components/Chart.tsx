import { Suspense, useEffect, useMemo, useRef, useState } from 'react'
import { loadLate } from '../load-late.ts'
import type { ChartsProps } from './charts.tsx'
import { useStaggered } from './use-staggered.ts'

const Charts = loadLate(async () => (await import('./charts.tsx')).Charts)

/**
 * A chart that fills its box; `height` is in px or a CSS length. The chart library is loaded with the first chart. The figures
 * beside a chart say the same, so screen readers get only `label`. After a change of data or width, charts render one after the other.
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
  const current = useStaggered(useMemo(() => ({ props, width }), [props, width]))
  // Memoised, so that the chart does not render before its turn.
  const chart = useMemo(() => {
    const { label: _label, height: _height, ...chartProps } = current.props
    return current.width === 0 ? null : (
      <div style={{ width: current.width, height: '100%' }}>
        <Charts {...chartProps} />
      </div>
    )
  }, [current])
  return (
    <div
      ref={box}
      role="img"
      aria-label={props.label}
      style={{ height: props.height ?? '100%', minWidth: 0 }}
    >
      <Suspense>{chart}</Suspense>
    </div>
  )
}
