import '@mantine/charts/styles.css'
import { AreaChart, BarChart, LineChart } from '@mantine/charts'
import { type ReactNode, useRef } from 'react'

export interface ChartSeries {
  readonly key: string
  readonly label: string
  /** A CSS colour: `var(--accent)`. */
  readonly color: string
}

export interface ChartsProps {
  readonly kind: 'area' | 'bar' | 'line'
  /** One object a step: the x value under `x`, the others under the keys of `series`. */
  readonly data: readonly Readonly<Record<string, number | string | null>>[]
  readonly x: string
  readonly series: readonly ChartSeries[]
  /** Of the y axis; absent: the highest value. */
  readonly max?: number
  /** Bars upon each other. */
  readonly stacked?: boolean
  /** With an x and a y axis and lines; otherwise nothing but the data, to the edge of the box. */
  readonly axes?: boolean
  readonly formatX?: (value: number | string) => string
  readonly formatY?: (value: number) => string
  /** Charts with the same name show their tooltips together. */
  readonly syncId?: string
  /** Told the x values of a span that was drawn with the pointer. */
  readonly onSpan?: (from: number | string, to: number | string) => void
  /** Drawn within the chart: a marked span. */
  readonly children?: ReactNode
}

const NO_MARGIN = { top: 0, right: 0, bottom: 0, left: 0 }

/** The three kinds of chart on one set of rules: no margins, a scale from 0, our colours, no motion. */
export function Charts(props: ChartsProps) {
  const { kind, data, x, series, max, axes = false, formatX, formatY, syncId } = props
  const highest =
    max ?? Math.max(0, ...data.flatMap((step) => series.map(({ key }) => Number(step[key] ?? 0))))
  const domain: [number, number | 'auto'] = props.stacked ? [0, 'auto'] : [0, highest > 0 ? highest : 1]
  const common = {
    h: '100%',
    data: data as Record<string, unknown>[],
    dataKey: x,
    series: series.map(({ key, label, color }) => ({ name: key, label, color })),
    withXAxis: axes,
    withYAxis: axes,
    gridAxis: axes ? ('x' as const) : ('none' as const),
    tickLine: 'none' as const,
    strokeDasharray: '0',
    gridColor: 'var(--line)',
    textColor: 'var(--text-2)',
    xAxisProps: {
      ...(formatX ? { tickFormatter: formatX } : {}),
      fontSize: 11,
      interval: 'preserveStartEnd' as const,
      minTickGap: 24,
    },
    yAxisProps: { domain, width: 34, fontSize: 11, ...(axes ? {} : { hide: true }) },
    ...(formatY ? { valueFormatter: formatY } : {}),
    tooltipProps: {
      isAnimationActive: false,
      ...(formatX
        ? {
            // It is drawn before anything is pointed at, without a label.
            labelFormatter: (label: ReactNode) =>
              typeof label === 'number' || typeof label === 'string' ? formatX(label) : null,
          }
        : {}),
      wrapperStyle: { zIndex: 10 },
    },
  }
  const inner = {
    margin: axes ? { ...NO_MARGIN, top: 6 } : NO_MARGIN,
    ...(syncId ? { syncId } : {}),
    ...useSpan(props.onSpan),
  }
  if (kind === 'bar')
    return (
      <BarChart
        {...common}
        {...(props.stacked ? { type: 'stacked' as const } : {})}
        barChartProps={{ ...inner, barCategoryGap: axes ? '12%' : 1 }}
        barProps={{ isAnimationActive: false, radius: 0 }}
        // Mantine would pass its `cursorFill` on to the page as an attribute.
        vars={() => ({ root: { '--chart-cursor-fill': 'var(--hover)' } })}
      >
        {props.children}
      </BarChart>
    )
  if (kind === 'line')
    return (
      <LineChart
        {...common}
        curveType="linear"
        strokeWidth={1.5}
        withDots={false}
        lineChartProps={inner}
        lineProps={{ isAnimationActive: false }}
      >
        {props.children}
      </LineChart>
    )
  return (
    <AreaChart
      {...common}
      curveType="linear"
      strokeWidth={1.5}
      withDots={false}
      withGradient={false}
      fillOpacity={0.16}
      areaChartProps={inner}
      areaProps={{ isAnimationActive: false }}
    >
      {props.children}
    </AreaChart>
  )
}

type Pointer = (state: { readonly activeLabel?: string | number | undefined }) => void

/** Turns a drag over the chart into a span; a click is none. */
function useSpan(onSpan: ChartsProps['onSpan']): { onMouseDown?: Pointer; onMouseUp?: Pointer } {
  const from = useRef<string | number | null>(null)
  if (!onSpan) return {}
  return {
    onMouseDown: ({ activeLabel }) => {
      from.current = activeLabel ?? null
    },
    onMouseUp: ({ activeLabel }) => {
      const start = from.current
      from.current = null
      if (start === null || activeLabel === undefined || activeLabel === start) return
      if (Number(activeLabel) < Number(start)) onSpan(activeLabel, start)
      else onSpan(start, activeLabel)
    },
  }
}
