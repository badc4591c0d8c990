let last = 0

/**
 * An id that no other process and no other call of this one has: the time, the process and a number. Not a secret.
 * `node:crypto` would cost the server's start 4 ms, and in a V8 snapshot it ends the process as soon as a worker thread
 * loads it too.
 */
export function newId(): string {
  last++
  return `${Date.now().toString(36)}-${process.pid.toString(36)}-${last.toString(36)}`
}
