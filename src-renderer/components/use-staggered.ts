import { useEffect, useState } from 'react'

type Job = () => void

const waiting = new Set<Job>()
let running = false

/** Runs one job per task, so that many charts that change at the same time do not block the window. */
function runNext(): void {
  const [job] = waiting
  if (!job) {
    running = false
    return
  }
  waiting.delete(job)
  job()
  setTimeout(runNext, 0)
}

/** The newest value, a moment later: each component that uses this hook renders in a task of its own. */
export function useStaggered<Value>(value: Value): Value {
  const [current, setCurrent] = useState(value)
  useEffect(() => {
    if (Object.is(value, current)) return
    const job = (): void => setCurrent(() => value)
    waiting.add(job)
    if (!running) {
      running = true
      setTimeout(runNext, 0)
    }
    return () => {
      waiting.delete(job)
    }
  }, [value, current])
  return current
}
