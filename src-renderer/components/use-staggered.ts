import { useEffect, useState } from 'react'

type Job = () => void

const waiting = new Set<Job>()
let running = false

/** One job a task, so that many charts that change at once do not hold up the window together. */
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

/** A value that is taken over when it is its turn: the newest one, a moment later, each user of this hook in a task of its own. */
export function useStaggered<Value>(value: Value): Value {
  const [taken, setTaken] = useState(value)
  useEffect(() => {
    if (Object.is(value, taken)) return
    const job = (): void => setTaken(() => value)
    waiting.add(job)
    if (!running) {
      running = true
      setTimeout(runNext, 0)
    }
    return () => {
      waiting.delete(job)
    }
  }, [value, taken])
  return taken
}
