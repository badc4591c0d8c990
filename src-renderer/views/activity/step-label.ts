import { useCallback } from 'react'
import { formatDate, formatTime } from '../../format.ts'

const HOUR = 3_600_000

/** The words for the beginning of a step in a chart: `14:32:00`, with the day where steps are long. */
export function useStepLabel(step: number): (at: number | string) => string {
  return useCallback(
    (at) => {
      // The chart also asks for the words of no step, while the pointer is elsewhere.
      if (!Number.isFinite(Number(at)) || at === '') return ''
      const time = formatTime(Number(at))
      return step >= HOUR / 4 ? `${formatDate(Number(at))}, ${time.slice(0, 5)}` : time
    },
    [step],
  )
}
