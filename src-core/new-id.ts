/**
 * A random id (UUID version 4). Through the global, which Node loads when it is first used: `node:crypto` loaded into a
 * V8 snapshot ends the process as soon as a worker thread loads it too.
 */
export function newId(): string {
  return globalThis.crypto.randomUUID()
}
