import * as z from 'zod'
import { parseStandardRef } from '../../src-shared/standard/uri.ts'
import { describeRef, referencesOf } from '../calls/activity/references.ts'
import {
  argumentText,
  countText,
  EVERYTHING,
  joinParts,
  NOTHING_FOUND,
  topicOf,
} from '../calls/activity/tool-summary.ts'
import { filterSchemas, idSchema } from './arguments.ts'
import { defineTool } from './define-tool.ts'
import { resolveFilter } from './resolve-words.ts'
import { findStandard } from './standard-ref.ts'

/** A longer list does not help a model: `total` has the full count, and the arguments narrow it. */
const MAX_ITEMS = 200

const Item = z.object({
  text: z.string(),
  checked: z.boolean(),
  id: z.string(),
  section: z.string(),
  uri: z.string(),
})

/** The task-list items of the standards. */
export const getChecklistTool = defineTool({
  name: 'get_checklist',
  title: 'Get the checklist',
  description:
    'The checklist items of the standards on a language or domain, or of one standard. Use it to check finished work ' +
    `or to review a change. At most ${MAX_ITEMS}; narrow the question when total is higher.`,
  input: z.object({
    language: filterSchemas.language,
    domain: filterSchemas.domain,
    id: idSchema.optional(),
  }),
  output: z.object({ items: z.array(Item), total: z.number() }),
  resolve: resolveFilter,
  answer(library, { id: ref, ...topic }) {
    const standard = ref === undefined ? undefined : findStandard(library, parseStandardRef(ref).id)
    const entries = library.checklist({ ...topic, id: standard?.id })
    return {
      items: entries.slice(0, MAX_ITEMS).map(({ text, checked, id, heading, uri }) => {
        return { text, checked, id, section: heading, uri }
      }),
      total: entries.length,
    }
  },
  activity: {
    describeCall: (args) => joinParts(describeRef(argumentText(args.id)), topicOf(args)) || EVERYTHING,
    describeAnswer({ items, total }) {
      if (total === 0) return { summary: NOTHING_FOUND, isEmpty: true, references: [] }
      return { summary: countText(items.length, 'item', total), references: referencesOf(items) }
    },
  },
})
