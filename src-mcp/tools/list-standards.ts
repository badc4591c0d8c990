import * as z from 'zod'
import type { Library } from '../../src-core/library/library.ts'
import type { StandardFilter, StandardSummary } from '../../src-shared/contract/library.ts'
import {
  argumentText,
  countText,
  EVERYTHING,
  joinParts,
  NOTHING_FOUND,
  topicOf,
} from '../calls/activity/tool-summary.ts'
import { filterSchemas } from './arguments.ts'
import { countFitting } from './count-fitting.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { defineTool } from './define-tool.ts'
import { factsLine, oneLine } from './markdown.ts'
import { resolveFilter } from './resolve-words.ts'

/** What a page without an explicit limit may take. Bytes of JSON. */
const MAX_PAGE = 8_000
const DEFAULT_LIMIT = 50

const Summary = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string().optional(),
  tags: z.array(z.string()).optional(),
  language: z.string().optional(),
  domain: z.string().optional(),
  /** A day. */
  updated: z.string(),
})

/** The standards of the library, page by page. */
export const listStandardsTool = defineTool({
  name: 'list_standards',
  title: 'List the standards',
  description:
    'Call to see what the library holds: id, title and topic of each standard, by id. Not to find rules (standards_for, ' +
    'search_standards). cursor: nextCursor goes on.',
  input: z.object({
    ...filterSchemas,
    cursor: z.string().optional(),
    limit: z.int().min(1).max(200).optional(),
  }),
  output: z.object({ standards: z.array(Summary), nextCursor: z.string().optional(), total: z.number() }),
  resolve: resolveFilter,
  answer(library, { cursor, limit, ...words }) {
    const after = cursor === undefined ? null : decodeCursor(cursor)
    const page = limit === undefined ? pageThatFits(library, words, after) : library.list(words, after, limit)
    return {
      standards: page.items.map(briefOf),
      ...(page.next !== null && { nextCursor: encodeCursor(page.next) }),
      total: page.total,
    }
  },
  write({ standards, nextCursor, total }) {
    if (standards.length === 0) return 'No standards.\n'
    const lines = standards.map(({ id, title, description = '', tags = [], language, domain, updated }) => {
      const facts = factsLine([
        oneLine(title),
        [domain, language].filter((word) => word !== undefined).join(' in '),
        tags.length > 0 ? `tags ${tags.join(', ')}` : '',
        updated,
      ])
      return `- ${id} · ${facts}${description === '' ? '' : `\n  ${oneLine(description)}`}\n`
    })
    const more =
      nextCursor === undefined
        ? ''
        : `\nGo on with list_standards {"cursor": "${nextCursor}"} and the same filter.\n`
    return `${countText(standards.length, 'standard', total)}\n\n${lines.join('')}${more}`
  },
  activity: {
    describeCall: (args) =>
      joinParts(topicOf(args) || EVERYTHING, argumentText(args.cursor) === '' ? '' : 'next page'),
    describeAnswer({ standards, total }, args) {
      // An empty library is not a gap: only a filter that matches nothing is.
      if (total === 0 && topicOf(args) !== '')
        return { summary: NOTHING_FOUND, isEmpty: true, references: [] }
      return { summary: countText(standards.length, 'standard', total), references: [] }
    },
  },
})

function briefOf({ id, title, description, tags, language, domain, updated }: StandardSummary) {
  return {
    id,
    title,
    ...(description !== '' && { description }),
    ...(tags.length > 0 && { tags: [...tags] }),
    ...(language !== null && { language }),
    ...(domain !== null && { domain }),
    updated: updated.slice(0, 10),
  }
}

function pageThatFits(library: Library, words: StandardFilter, after: string | null) {
  const page = library.list(words, after, DEFAULT_LIMIT)
  const count = countFitting(page.items, MAX_PAGE, (item) => Buffer.byteLength(JSON.stringify(briefOf(item))))
  return count === page.items.length ? page : library.list(words, after, count)
}
