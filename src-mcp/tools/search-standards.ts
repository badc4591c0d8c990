import * as z from 'zod'
import { referencesOf } from '../calls/activity/references.ts'
import { argumentText, countText, NOTHING_FOUND, topicOf } from '../calls/activity/tool-summary.ts'
import { filterSchemas } from './arguments.ts'
import { defineTool } from './define-tool.ts'
import { resolveFilter } from './resolve-words.ts'
import { ToolFailure } from './tool-failure.ts'

const Hit = z.object({
  id: z.string(),
  title: z.string(),
  heading: z.string(),
  path: z.string(),
  snippet: z.string(),
  uri: z.string(),
  score: z.number(),
})

/** Ranked sections that match plain words. */
export const searchStandardsTool = defineTool({
  name: 'search_standards',
  title: 'Search the standards',
  description:
    'Full-text search over all standards; returns ranked sections. Use it for a concrete question (retry with ' +
    'backoff, snake_case); read a hit with get_standard, giving its uri as id.',
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
      hits: hits.map((hit) => ({ ...hit, score: Math.round(hit.score * 1_000) / 1_000 })),
      total,
      ...(searchedFor !== null && { searchedFor }),
      // No hit has half of the words, so the library may have nothing on the question.
      ...(isGap && hits.length > 0 && { partial: true }),
    }
  },
  activity: {
    describeCall(args) {
      const topic = topicOf(args)
      return `“${argumentText(args.query)}”${topic === '' ? '' : ` in ${topic}`}`
    },
    describeAnswer({ hits, total, partial = false }) {
      if (hits.length === 0 || partial) return { summary: NOTHING_FOUND, isEmpty: true, references: [] }
      return { summary: countText(hits.length, 'section', total), references: referencesOf(hits) }
    },
  },
})
