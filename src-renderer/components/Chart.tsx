import { lazy, Suspense } from 'react'
import type { ChartsProps } from './charts.tsx'

const Charts = lazy(async () => ({ default: (await import('./charts.tsx')).Charts }))

export type { ChartsProps }

/**
 * A small chart in a box of its own height; the library is loaded when the first one is drawn. It says nothing that the
 * figures beside it do not, so screen readers get `label` and no more.
 */
export function Chart(props: ChartsProps & { readonly label: string; readonly height?: number | string }) {
  const { label, height = '100%', ...chart } = props
  return (
    <div role="img" aria-label={label} style={{ height, minWidth: 0 }}>
      <Suspense>
        <Charts {...chart} />
      </Suspense>
    </div>
  )
}
