import { useEffect, useState } from 'react'

/** True once `value` has been true for `ms` milliseconds; false at once when it is false. */
export function useDelayedTrue(value: boolean, ms: number): boolean {
  const [delayed, setDelayed] = useState(false)
  useEffect(() => {
    if (!value) {
      setDelayed(false)
      return
    }
    const timer = setTimeout(() => setDelayed(true), ms)
    return () => clearTimeout(timer)
  }, [value, ms])
  return delayed && value
}
