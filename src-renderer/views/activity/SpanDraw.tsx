import { type PointerEvent, type ReactNode, useRef, useState } from 'react'
import { drawnSpan } from './spans.ts'

interface Drawing {
  /** Places on the axis: 0 is the left edge of a chart, 1 the right one. */
  readonly start: number
  readonly stop: number
}

/**
 * The row of figures, in whose charts a span of time can be drawn with the pointer; it shows in all of them while it is
 * drawn. The keyboard has *Between two times* in the view's menu.
 */
export function SpanDraw({
  span,
  onSpan,
  children,
}: {
  readonly span: { readonly from: number; readonly to: number }
  readonly onSpan: (span: { readonly from: number; readonly to: number }) => void
  readonly children: ReactNode
}) {
  const [drawing, setDrawing] = useState<Drawing | null>(null)
  const box = useRef<DOMRect | null>(null)

  function placeOf(event: PointerEvent): number {
    const { left, width } = box.current ?? { left: 0, width: 1 }
    return Math.min(1, Math.max(0, (event.clientX - left) / width))
  }

  function onPointerDown(event: PointerEvent<HTMLDivElement>): void {
    const chart = event.target instanceof Element ? event.target.closest('.figure-chart') : null
    if (event.button !== 0 || !chart) return
    box.current = chart.getBoundingClientRect()
    event.currentTarget.setPointerCapture(event.pointerId)
    const start = placeOf(event)
    setDrawing({ start, stop: start })
  }

  function onPointerUp(event: PointerEvent): void {
    if (!drawing) return
    setDrawing(null)
    const drawn = drawnSpan(drawing.start, placeOf(event), span)
    if (drawn) onSpan(drawn)
  }

  return (
    <div
      className="figures-row activity-figures"
      data-drawing={drawing !== null || undefined}
      style={
        drawing
          ? ({
              '--drawn-from': `${100 * Math.min(drawing.start, drawing.stop)}%`,
              '--drawn-width': `${100 * Math.abs(drawing.stop - drawing.start)}%`,
            } as React.CSSProperties)
          : undefined
      }
      onPointerDown={onPointerDown}
      onPointerMove={(event) => {
        if (drawing) setDrawing({ ...drawing, stop: placeOf(event) })
      }}
      onPointerUp={onPointerUp}
      onPointerCancel={() => setDrawing(null)}
    >
      {children}
    </div>
  )
}
