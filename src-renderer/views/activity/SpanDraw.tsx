import { type PointerEvent, type ReactNode, useRef, useState } from 'react'
import { drawnSpan, type TimeSpan } from './figure-spans.ts'

interface Drawing {
  /** Positions on the time axis, as shares of the width of a chart. */
  readonly start: number
  readonly stop: number
}

/**
 * The row of the figures. Dragging the pointer over a chart draws a time span, which all charts show meanwhile. With the keyboard,
 * {@link BetweenDialog} asks for a span.
 */
export function SpanDraw({
  span,
  onSpan,
  onPoint,
  children,
}: {
  /** The span of the charts. */
  readonly span: TimeSpan
  readonly onSpan: (span: TimeSpan) => void
  /** Called with the position of the pointer on the time axis, 0 to 1; with `null` when it is outside the charts. */
  readonly onPoint: (position: number | null) => void
  readonly children: ReactNode
}) {
  const [drawing, setDrawing] = useState<Drawing | null>(null)
  const box = useRef<DOMRect | null>(null)

  function onPointerMove(event: PointerEvent<HTMLDivElement>): void {
    if (drawing) {
      setDrawing({ ...drawing, stop: positionOf(event) })
      return
    }
    const chart = chartUnder(event)
    if (chart) box.current = chart.getBoundingClientRect()
    onPoint(chart ? positionOf(event) : null)
  }

  function positionOf(event: PointerEvent): number {
    const { left, width } = box.current ?? { left: 0, width: 1 }
    return Math.min(1, Math.max(0, (event.clientX - left) / width))
  }

  function onPointerDown(event: PointerEvent<HTMLDivElement>): void {
    const chart = chartUnder(event)
    if (event.button !== 0 || !chart) return
    box.current = chart.getBoundingClientRect()
    event.currentTarget.setPointerCapture(event.pointerId)
    const start = positionOf(event)
    setDrawing({ start, stop: start })
  }

  function onPointerUp(event: PointerEvent): void {
    if (!drawing) return
    setDrawing(null)
    const drawn = drawnSpan(drawing.start, positionOf(event), span)
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

function chartUnder({ target }: PointerEvent): Element | null {
  return target instanceof Element ? target.closest('.figure-chart') : null
}
