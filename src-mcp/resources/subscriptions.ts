import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server'

/** The most that one session may follow. */
const MAX_SUBSCRIPTIONS = 1_000

/** The resources that one session of the older protocol follows. (The newer one has `subscriptions/listen`.) */
export interface Subscriptions {
  /**
   * @param uri as the client wrote it, which is how it is told of changes
   * @param standard the address of the standard that the URI names
   * @throws ProtocolError -32600 when the session follows too many
   */
  add(uri: string, standard: string): void
  /** Does nothing when the URI is not followed. */
  remove(uri: string): void
  /** The URIs that are followed and name this standard or a section of it. */
  following(standard: string): readonly string[]
}

export function createSubscriptions(limit = MAX_SUBSCRIPTIONS): Subscriptions {
  const standards = new Map<string, string>()
  const uris = new Map<string, Set<string>>()

  function remove(uri: string): void {
    const standard = standards.get(uri)
    if (standard === undefined) return
    standards.delete(uri)
    const others = uris.get(standard)
    others?.delete(uri)
    if (others?.size === 0) uris.delete(standard)
  }

  return {
    add(uri, standard) {
      if (!standards.has(uri) && standards.size >= limit) {
        throw new ProtocolError(
          ProtocolErrorCode.InvalidRequest,
          `This session follows ${limit} resources, the most it may. Unsubscribe from some first.`,
        )
      }
      remove(uri)
      standards.set(uri, standard)
      const there = uris.get(standard)
      if (there) there.add(uri)
      else uris.set(standard, new Set([uri]))
    },
    remove,
    following: (standard) => [...(uris.get(standard) ?? [])],
  }
}
