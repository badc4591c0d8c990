import * as z from 'zod'
import {
  argumentText,
  countText,
  EVERYTHING,
  joinParts,
  NOTHING_FOUND,
  topicOf,
} from '../calls/activity/tool-summary.ts'
import { filterSchemas } from './arguments.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { defineTool } from './define-tool.ts'
import { resolveFilter } from './resolve-words.ts'

const Summary = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  tags: z.array(z.string()),
  language: z.string().nullable(),
  domain: z.string().nullable(),
  updated: z.string(),
})

/** The standards of the library, page by page. */
export const listStandardsTool = defineTool({
  name: 'list_standards',
  title: 'List the standards',
  description: 'Lists what the library holds, sorted by id. Pass `nextCursor` as `cursor` for the next page.',
  input: z.object({
    ...filterSchemas,
    cursor: z.string().optional(),
    limit: z.int().min(1).max(200).default(50),
  }),
  output: z.object({ standards: z.array(Summary), nextCursor: z.string().optional(), total: z.number() }),
  resolve: resolveFilter,
  answer(library, { cursor, limit, ...words }) {
    const after = cursor === undefined ? null : decodeCursor(cursor)
    const page = library.list(words, after, limit)
    return {
      standards: page.items.map(({ id, title, description, tags, language, domain, updated }) => {
        return { id, title, description, tags: [...tags], language, domain, updated }
      }),
      ...(page.next !== null && { nextCursor: encodeCursor(page.next) }),
      total: page.total,
    }
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
