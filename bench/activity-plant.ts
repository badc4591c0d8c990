import type { NewRequest, RequestStatus } from '../src-shared/contract/activity.ts'
import { VOCABULARY } from './activity-words.ts'

const CLIENTS = ['claude-ai', 'claude-code', 'cursor', 'vscode', 'windsurf', 'zed', 'inspector', '']
const TOOLS = ['search_standards', 'get_standard', 'get_stdlib', 'list_standards', 'get_checklist']
const DAY_MS = 86_400_000

/** The number of rows with the rare client, word and standard. */
export const RARE_ROWS = 3

/**
 * Generates the requests of 30 days, the same on every machine: eight clients, of which two make most requests; four of five
 * requests are calls, one in fourteen is empty. Odd rows contain the word `odd`, even ones `even`, so that both are common
 * but never in one row.
 */
export function* plantedRequests(rows: number, to: number): Generator<NewRequest> {
  const random = seeded(42)
  const from = to - 30 * DAY_MS
  const skewed = (size: number) => Math.floor(size * random() * random())
  const rareAt = Math.floor(rows / 2)
  for (let index = 0; index < rows; index++) {
    const rare = index >= rareAt && index < rareAt + RARE_ROWS
    const call = random() < 0.8
    const tool = call ? (TOOLS[skewed(TOOLS.length)] ?? null) : null
    const status = statusOf(random())
    const words = Array.from({ length: 2 + skewed(5) }, () => VOCABULARY[skewed(VOCABULARY.length)] ?? '')
    const count = skewed(20)
    yield {
      at: from + Math.floor((index / rows) * 30 * DAY_MS),
      session: `session ${Math.floor(index / 300)}-${skewed(4)}`,
      client: rare ? 'rare-client' : CLIENTS[skewed(CLIENTS.length)] || null,
      clientVersion: `1.${Math.floor((index * 4) / rows)}.0`,
      protocolVersion: '2025-11-25',
      transport: random() < 0.7 ? 'stdio' : 'http',
      method: call ? 'tools/call' : random() < 0.5 ? 'tools/list' : 'resources/list',
      tool,
      question: `“${words.join(' ')} ${index % 2 ? 'odd' : 'even'}${rare ? ' xylophagous' : ''}” in go`,
      status,
      summary:
        status === 'ok' ? `${count} sections` : status === 'empty' ? 'nothing found' : 'unknown domain',
      code: status === 'protocol-error' ? -32602 : null,
      message: status.endsWith('error') ? `"${words[0]}" is not a domain that the library knows.` : null,
      cache: tool === 'search_standards' ? (random() < 0.6 ? 'hit' : 'miss') : 'bypass',
      micros: 40 + Math.floor(Math.exp(random() * 8)),
      bytes: 200 + skewed(20_000),
      rpcId: index,
      references:
        status === 'ok' && call
          ? Array.from({ length: skewed(6) }, () => ({
              id: rare ? 'rare.md' : `standards/${skewed(200)}.md`,
              section: random() < 0.5 ? null : `section-${skewed(8)}`,
            }))
          : [],
      params: { name: tool, arguments: { query: words.join(' ') } },
      body: `{"content":[{"type":"text","text":"${words.join(' ')}"}]}`,
    }
  }
}

function statusOf(share: number): RequestStatus {
  if (share < 0.85) return 'ok'
  if (share < 0.92) return 'empty'
  if (share < 0.97) return 'tool-error'
  return share < 0.99 ? 'protocol-error' : 'cancelled'
}

function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
