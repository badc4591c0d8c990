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
  onPoint,
  children,
}: {
  readonly span: { readonly from: number; readonly to: number }
  readonly onSpan: (span: { readonly from: number; readonly to: number }) => void
  /** Told where on the axis the pointer is, 0 to 1; `null` when it is elsewhere. */
  readonly onPoint: (place: number | null) => void
  readonly children: ReactNode
}) {
  const [drawing, setDrawing] = useState<Drawing | null>(null)
  const box = useRef<DOMRect | null>(null)

  function onPointerMove(event: PointerEvent<HTMLDivElement>): void {
    if (drawing) {
      setDrawing({ ...drawing, stop: placeOf(event) })
      return
    }
    const chart = chartOf(event)
    if (chart) box.current = chart.getBoundingClientRect()
    onPoint(chart ? placeOf(event) : null)
  }

  function placeOf(event: PointerEvent): number {
    const { left, width } = box.current ?? { left: 0, width: 1 }
    return Math.min(1, Math.max(0, (event.clientX - left) / width))
  }

  function onPointerDown(event: PointerEvent<HTMLDivElement>): void {
    const chart = chartOf(event)
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
      onPointerMove={onPointerMove}
      onPointerLeave={() => onPoint(null)}
      onPointerUp={onPointerUp}
      onPointerCancel={() => setDrawing(null)}
    >
      {children}
    </div>
  )
}

function chartOf({ target }: PointerEvent): Element | null {
  return target instanceof Element ? target.closest('.figure-chart') : null
}
