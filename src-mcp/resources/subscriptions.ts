import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server'

/** How many resources one session may subscribe to. */
const MAX_SUBSCRIPTIONS = 1_000

/** The resources that one session of the legacy generation is subscribed to. (The modern one has `subscriptions/listen`.) */
export interface Subscriptions {
  /**
   * @param uri as the client wrote it; notifications carry the same text
   * @param standard the address of the standard that the URI names
   * @throws ProtocolError -32600 when the session has too many subscriptions
   */
  add(uri: string, standard: string): void
  /** Does nothing for a URI without a subscription. */
  remove(uri: string): void
  /** The subscribed URIs that name this standard or a section of it. */
  following(standard: string): readonly string[]
}

/** @param beforeAdd called before each new subscription */
export function createSubscriptions({ limit = MAX_SUBSCRIPTIONS, beforeAdd = () => {} } = {}): Subscriptions {
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
      beforeAdd()
      remove(uri)
      standards.set(uri, standard)
      const known = uris.get(standard)
      if (known) known.add(uri)
      else uris.set(standard, new Set([uri]))
    },
    remove,
    following: (standard) => [...(uris.get(standard) ?? [])],
  }
}
