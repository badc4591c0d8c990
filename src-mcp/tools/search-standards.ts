import * as z from 'zod'
import { parseStandardRef } from '../../src-shared/standard/uri.ts'
import { argumentText, countText, NOTHING_FOUND, topicOf } from '../calls/activity/tool-summary.ts'
import { filterSchemas } from './arguments.ts'
import { defineTool } from './define-tool.ts'
import { addressOf, oneLine } from './markdown.ts'
import { resolveFilter } from './resolve-words.ts'
import { ToolFailure } from './tool-failure.ts'

const Hit = z.object({
  id: z.string(),
  /** The slug of the section; absent for the text before the first heading. */
  section: z.string().optional(),
  title: z.string(),
  /** The headings of the section, outermost first, without the title. */
  heading: z.string().optional(),
  snippet: z.string(),
})

/** The marks of a match, which help people only. */
const HIGHLIGHT = /\*\*([\p{L}\p{N}_][^*]*)\*\*/gu

/** Ranked sections that match plain words. */
export const searchStandardsTool = defineTool({
  name: 'search_standards',
  title: 'Search the standards',
  description:
    'Call with a question on how this team does something (retry with backoff, snake_case): ranked sections with excerpts; ' +
    'get_standard reads one. Not for the rules of a file (standards_for).',
  input: z.object({
    query: z.string().max(2_000).describe('Plain words or code names'),
    ...filterSchemas,
    limit: z.int().min(1).max(50).default(10),
  }),
  output: z.object({
    hits: z.array(Hit),
    total: z.number(),
    searchedFor: z.string().optional(),
    partial: z.boolean().optional(),
  }),
  resolve(library, input) {
    if (input.query.trim() === '') {
      throw new ToolFailure(
        'The query is empty. Give a few plain words to look for, or use list_standards to see what there is.',
        'arguments',
      )
    }
    return resolveFilter(library, input)
  },
  answer(library, { query, limit, ...words }) {
    const { hits, total, searchedFor, isGap } = library.search(query, words, limit)
    return {
      hits: hits.map(({ id, title, heading, path, snippet, uri }) => {
        const { section } = parseStandardRef(uri)
        const headings = [...path.split(' > '), heading].filter((part) => part !== '' && part !== title)
        return {
          id,
          ...(section !== undefined && { section }),
          title,
          ...(headings.length > 0 && { heading: headings.join(' > ') }),
          snippet: snippet.replace(HIGHLIGHT, '$1'),
        }
      }),
      total,
      ...(searchedFor !== null && { searchedFor }),
      // No hit has half of the words, so the library may have nothing on the question.
      ...(isGap && hits.length > 0 && { partial: true }),
    }
  },
  write({ hits, total, searchedFor, partial = false }, { query }) {
    if (hits.length === 0)
      return `Nothing found for "${oneLine(query)}". Try other words, or list_standards.\n`
    const lines = hits.map(({ id, section, title, heading, snippet }) => {
      const name = heading === undefined ? title : `${title}: ${heading}`
      const excerpt = oneLine(snippet)
      return `- ${addressOf(id, section)} · ${oneLine(name)}${excerpt === '' ? '' : `\n  ${excerpt}`}\n`
    })
    const corrected = searchedFor === undefined ? '' : `Searched for "${oneLine(searchedFor)}". `
    const doubt = partial ? 'No section has most of the words, so the library may have nothing on this. ' : ''
    const rest = total > hits.length ? `, the first ${hits.length} of which follow` : ''
    return `${corrected}${doubt}${countText(total, 'section')}${rest}. get_standard {"id", "section"} reads one (id#section below).\n\n${lines.join('')}`
  },
  activity: {
    describeCall(args) {
      const topic = topicOf(args)
      return `“${argumentText(args.query)}”${topic === '' ? '' : ` in ${topic}`}`
    },
    describeAnswer({ hits, total, partial = false }) {
      if (hits.length === 0 || partial) return { summary: NOTHING_FOUND, isEmpty: true, references: [] }
      return {
        summary: countText(hits.length, 'section', total),
        references: hits.map(({ id, section = null }) => ({ id, section })),
      }
    },
  },
})
