import * as z from 'zod'
import type { Standard, StandardSummary } from '../../src-shared/contract/library.ts'
import { NOTHING_FOUND, topicOf } from '../calls/activity/tool-summary.ts'
import { domainSchema, languageSchema } from './arguments.ts'
import { defineTool } from './define-tool.ts'
import { readPage } from './document-page.ts'
import { factsLine, referenceLines } from './markdown.ts'
import { resolveFilter } from './resolve-words.ts'
import { readOnWith } from './write-document.ts'

const Reference = z.object({ id: z.string(), title: z.string() })

/** The best standard on a language and a domain. */
export const getStdlibTool = defineTool({
  name: 'get_stdlib',
  title: 'Get a standard',
  description:
    "Call when language and domain are known, but no file: the team's standard for the pair, as markdown. Not for a file " +
    '(standards_for) or a question (search_standards). Names further standards, or the nearest.',
  input: z.object({ language: languageSchema, domain: domainSchema }),
  output: z.object({
    found: z.boolean(),
    language: z.string().optional(),
    domain: z.string().optional(),
    rule: z.enum(['topic', 'sections', 'general']).optional(),
    title: z.string().optional(),
    content: z.string().optional(),
    outline: z.array(z.string()).optional(),
    more: z.string().optional(),
    tags: z.array(z.string()).optional(),
    last_updated: z.string().optional(),
    path: z.string().optional(),
    also: z.array(Reference).optional(),
    message: z.string().optional(),
    nearest: z.array(Reference).optional(),
  }),
  answer(library, input, delivery) {
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
      ...firstPage(standard, delivery.page),
      tags: [...standard.tags],
      last_updated: standard.updated,
      path: standard.id,
      also: topic.also.map(toReference),
    }
  },
  write(answer) {
    const {
      found,
      message = '',
      nearest = [],
      path = '',
      content = '',
      outline = [],
      more,
      also = [],
    } = answer
    if (!found) return `${message}\n${referenceLines('Nearest', nearest)}`
    const facts = factsLine([
      path,
      [answer.domain, answer.language].filter((word) => word !== undefined).join(' in '),
      answer.tags?.length ? `tags ${answer.tags.join(', ')}` : '',
      `updated ${answer.last_updated?.slice(0, 10)}`,
    ])
    const parts = [
      facts,
      content.trimEnd(),
      more ?? '',
      outline.length > 0 ? `Sections:\n${outline.join('\n')}` : '',
    ]
    return `${parts.filter((part) => part !== '').join('\n\n')}\n${referenceLines('\nSee also', also)}`
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

/** The text with its outline when it is cut, and how to read on. */
function firstPage(standard: Standard, bytes: number) {
  const { text, next, outline, length } = readPage(standard, { bytes })
  if (next === undefined) return { content: text }
  return { content: text, outline, more: readOnWith({ id: standard.id, next, length }) }
}
