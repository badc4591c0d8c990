/** What a client does with an answer, as far as it is known. */
export interface ClientDelivery {
  /**
   * The part of an answer that the client hands to its model. `both`: text and structure, so that an answer has its structure left
   * out. Every answer has a complete text.
   */
  readonly reads: 'text' | 'structure' | 'both' | 'unknown'
  /** The longest page of a document, in bytes of UTF-8. The client's own limit is higher, as JSON escapes and frames are added. */
  readonly page: number
}

const UNKNOWN: ClientDelivery = { reads: 'unknown', page: 7_500 }

/** More text at once fills a model's context with what it did not ask for. */
const LARGE = 24_000

/** Measured with the clients' versions of November 2026. By the beginning of `clientInfo.name`, in lower case. */
const CLIENTS: readonly (readonly [name: string, delivery: ClientDelivery])[] = [
  // A longer answer than 50,000 bytes becomes a file with a preview of 2 KB.
  ['claude-code', { reads: 'structure', page: LARGE }],
  // 48,000 bytes, and 12,000 with a model that it does not know. The middle is cut.
  ['codex', { reads: 'structure', page: 10_000 }],
  // 40,000 characters: the first 8,000 and the last 32,000.
  ['gemini-cli', { reads: 'text', page: LARGE }],
  // 51,200 bytes, cut by lines.
  ['opencode', { reads: 'text', page: LARGE }],
  // Wraps the text in JSON once more.
  ['continue-cli', { reads: 'text', page: LARGE }],
  // 20,480 bytes; a longer answer becomes a file with a preview of 500 characters.
  ['copilot-cli', { reads: 'both', page: 16_000 }],
  ['github-copilot', { reads: 'both', page: 16_000 }],
  // 21 KB arrive, of 61 KB only a preview of 2 KB.
  ['qwen-cli', { reads: 'both', page: 16_000 }],
  // 8,000 characters of the whole result as JSON. The middle is cut.
  ['@cline/core', { reads: 'both', page: 6_800 }],
]

/** @param name its `clientInfo.name`; `null` for none */
export function deliveryTo(name: string | null | undefined): ClientDelivery {
  const sent = name?.trim().toLowerCase() ?? ''
  return CLIENTS.find(([known]) => sent.startsWith(known))?.[1] ?? UNKNOWN
}
