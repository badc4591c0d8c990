/** Runs tasks one after another, in the order of the calls. Each call returns the result of its own task. */
export type SerialQueue = <T>(task: () => T | Promise<T>) => Promise<T>

/** A task that fails does not stop the ones after it. */
export function createSerialQueue(): SerialQueue {
  let last: Promise<unknown> = Promise.resolve()
  return (task) => {
    const result = last.then(task)
    last = result.catch(() => {})
    return result
  }
}
