import { useEffect, useState } from 'react'

/** True once `value` has been true for `ms` milliseconds. */
export function useDelayedTrue(value: boolean, ms: number): boolean {
  const [lasting, setLasting] = useState(false)
  useEffect(() => {
    if (!value) {
      setLasting(false)
      return
    }
    const timer = setTimeout(() => setLasting(true), ms)
    return () => clearTimeout(timer)
  }, [value, ms])
  return lasting && value
}
