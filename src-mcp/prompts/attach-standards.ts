import type { PromptMessage } from '@modelcontextprotocol/server'
import type { Library } from '../../src-core/library/library.ts'
import type { StandardSummary } from '../../src-shared/contract/library.ts'
import { describeResource, MIME_TYPE } from '../resources/describe-resource.ts'
import { type PromptOptions, say } from './define-prompt.ts'

/** More text would leave the model too little room for the work. Characters, some 15,000 tokens. */
const MAX_EMBEDDED = 60_000

/**
 * The standards as messages: embedded while there is room, linked beyond it. The best come first, but a long one does not keep
 * out a shorter one after it.
 */
export function attachStandards(
  library: Library,
  standards: readonly StandardSummary[],
  { links }: PromptOptions,
): PromptMessage[] {
  const embedded: PromptMessage[] = []
  const linked: StandardSummary[] = []
  let room = MAX_EMBEDDED
  for (const standard of standards) {
    // A UTF-16 unit takes at most three bytes in UTF-8, so a larger file is not read at all.
    const text = standard.size <= room * 3 ? library.get(standard.id)?.text : undefined
    if (text === undefined || text.length > room) {
      linked.push(standard)
      continue
    }
    room -= text.length
    const resource = { uri: standard.uri, mimeType: MIME_TYPE, text }
    embedded.push({ role: 'user', content: { type: 'resource', resource } })
  }
  if (linked.length === 0) return embedded
  const intro = 'These standards apply too. Read the ones that matter with get_standard before you go on:'
  if (!links) {
    const lines = linked.map(({ id, title }) => `- ${id}: ${title}`)
    return [...embedded, say(`${intro}\n${lines.join('\n')}`)]
  }
  return [
    ...embedded,
    say(intro),
    ...linked.map((standard): PromptMessage => {
      return { role: 'user', content: { type: 'resource_link', ...describeResource(standard) } }
    }),
  ]
}
