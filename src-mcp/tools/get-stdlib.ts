import * as z from 'zod'
import type { Standard, StandardSummary } from '../../src-shared/contract/library.ts'
import { NOTHING_FOUND, topicOf } from '../calls/activity/tool-summary.ts'
import { domainSchema, languageSchema } from './arguments.ts'
import { cutText } from './cut-text.ts'
import { defineTool } from './define-tool.ts'
import { bodyRange } from './outline.ts'
import { resolveFilter } from './resolve-words.ts'

/** The longest text of an answer, in characters; get_standard reads on. */
const MAX_CONTENT = 100_000

const Reference = z.object({ id: z.string(), title: z.string() })

/** The best standard on a language and a domain, in full. */
export const getStdlibTool = defineTool({
  name: 'get_stdlib',
  title: 'Get a standard',
  description:
    "The team's coding standard for one language and one domain, in full markdown. Call it before writing or " +
    'reviewing code. `also` names further standards, `nearest` what comes closest when there is none.',
  input: z.object({
    language: languageSchema,
    domain: domainSchema.describe('Subject area'),
  }),
  output: z.object({
    found: z.boolean(),
    language: z.string().optional(),
    domain: z.string().optional(),
    rule: z.enum(['topic', 'sections', 'general']).optional(),
    title: z.string().optional(),
    content: z.string().optional(),
    tags: z.array(z.string()).optional(),
    last_updated: z.string().optional(),
    path: z.string().optional(),
    also: z.array(Reference).optional(),
    message: z.string().optional(),
    nearest: z.array(Reference).optional(),
  }),
  answer(library, input) {
    const words = resolveFilter(library, input)
    const topic = library.findByTopic(words.language, words.domain)
    const standard = topic.found
    if (standard === null) {
      return { found: false, message: notFound(topic), nearest: topic.nearest.map(toReference) }
    }
    return {
      found: true,
      language: standard.language ?? 'all',
      domain: standard.domain ?? topic.domain,
      ...(topic.rule && { rule: topic.rule }),
      title: standard.title,
      content: wholeOrCut(standard),
      tags: [...standard.tags],
      last_updated: standard.updated,
      path: standard.id,
      also: topic.also.map(toReference),
    }
  },
  activity: {
    describeCall: topicOf,
    describeAnswer({ found, title = '', path = '' }) {
      if (!found) return { summary: NOTHING_FOUND, isEmpty: true, references: [] }
      return { summary: title, references: [{ id: path, section: null }] }
    },
  },
})

function toReference({ id, title }: StandardSummary): z.output<typeof Reference> {
  return { id, title }
}

function notFound(topic: { language: string; domain: string; nearest: readonly unknown[] }): string {
  const next =
    topic.nearest.length > 0
      ? 'Read one of the nearest with get_standard, or try search_standards with other words.'
      : 'Try search_standards with other words, or list_standards to see what there is.'
  return `The library has no standard on ${topic.domain} in ${topic.language}. ${next}`
}

// The body begins where get_standard counts offsets from.
function wholeOrCut(standard: Standard): string {
  const body = standard.text.slice(bodyRange(standard).start)
  const piece = cutText(body, 0, MAX_CONTENT)
  if (piece.next === undefined) return piece.text
  const call = JSON.stringify({ id: standard.id, offset: piece.next })
  return `${piece.text}\n\n[Cut at ${piece.next} of ${body.length} characters. Read on with get_standard ${call}.]\n`
}
