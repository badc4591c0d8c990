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
  /** One object for each x value, which is under the key `x`; the y values are under the keys of `series`. */
  readonly data: readonly Readonly<Record<string, number | string | null>>[]
  readonly x: string
  readonly series: readonly ChartSeries[]
  /** Maximum of the y axis; absent: the highest value. */
  readonly max?: number
  /** True: the bars of the series are stacked. */
  readonly stacked?: boolean
  /** True: with axes and grid lines; otherwise the data fill the box. */
  readonly axes?: boolean
  readonly formatX?: (value: number | string) => string
  readonly formatY?: (value: number) => string
  /** Charts with the same id show their tooltips together. */
  readonly syncId?: string
  /** Called with the x values of a span that the user selects by dragging. */
  readonly onSpan?: (from: number | string, to: number | string) => void
  /** Elements within the chart, such as a marked span. */
  readonly children?: ReactNode
}

const NO_MARGIN = { top: 0, right: 0, bottom: 0, left: 0 }

/** Area, bar and line charts with common settings: no margins, a y axis from 0, the window's colours, no animation. */
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
            // Before the pointer is over the chart, the tooltip renders without a label.
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
        // The component puts its own property for this on a DOM element too, which React complains of.
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

/** Handlers that turn dragging over the chart into a span; a click does not select one. */
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
