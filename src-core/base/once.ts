/** Returns a function that calls `create` on its first call and returns the same result every time. */
export function once<T>(create: () => T): () => T {
  let created: T | undefined
  return () => {
    created ??= create()
    return created
  }
}
