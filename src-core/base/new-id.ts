let last = 0

/**
 * An id that is unique across calls and processes: time, process id and a counter. Not a secret. Does not use `node:crypto`,
 * which would add 4 ms to the server's start, and which in a V8 snapshot ends the process when a worker thread loads it, too.
 */
export function newId(): string {
  last++
  return `${Date.now().toString(36)}-${process.pid.toString(36)}-${last.toString(36)}`
}
