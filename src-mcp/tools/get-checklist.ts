import * as z from 'zod'
import type { ChecklistEntry } from '../../src-shared/contract/library.ts'
import { parseStandardRef } from '../../src-shared/standard/uri.ts'
import { describeRef } from '../calls/activity/references.ts'
import {
  argumentText,
  countText,
  EVERYTHING,
  joinParts,
  NOTHING_FOUND,
  topicOf,
} from '../calls/activity/tool-summary.ts'
import { filterSchemas, idSchema } from './arguments.ts'
import { countFitting } from './count-fitting.ts'
import { defineTool } from './define-tool.ts'
import { addressOf, oneLine } from './markdown.ts'
import { resolveFilter } from './resolve-words.ts'
import { findStandard } from './standard-ref.ts'

/** A model goes through so many items one by one. */
const DEFAULT_LIMIT = 30
/** What a page without an explicit limit may take. Bytes. */
const MAX_PAGE = 7_500

/** The items of one section. */
const Group = z.object({
  id: z.string(),
  /** The slug of the section. */
  section: z.string().optional(),
  items: z.array(z.string()),
  /** Items that the standard itself shows as done (`- [x]`). */
  checked: z.array(z.string()).optional(),
})

/** The task-list items of the standards. */
export const getChecklistTool = defineTool({
  name: 'get_checklist',
  title: 'Get the checklist',
  description:
    'Call when work is finished, or to review a change: what standards on a language, a domain or one id ask to check, by ' +
    'standard. Not before writing (standards_for). offset: nextOffset goes on.',
  input: z.object({
    language: filterSchemas.language,
    domain: filterSchemas.domain,
    id: idSchema.optional(),
    offset: z.int().min(0).default(0),
    limit: z.int().min(1).max(200).optional(),
  }),
  output: z.object({ standards: z.array(Group), total: z.number(), nextOffset: z.number().optional() }),
  resolve: resolveFilter,
  answer(library, { id: ref, offset, limit, ...topic }) {
    const standard = ref === undefined ? undefined : findStandard(library, parseStandardRef(ref).id)
    const entries = library.checklist({ ...topic, id: standard?.id })
    const rest = entries.slice(offset, offset + (limit ?? DEFAULT_LIMIT))
    const count = limit ?? countFitting(rest, MAX_PAGE, ({ text, id }) => Buffer.byteLength(text + id))
    const shown = rest.slice(0, count)
    const next = offset + shown.length
    return {
      standards: groupBySection(shown),
      total: entries.length,
      ...(next < entries.length && shown.length > 0 && { nextOffset: next }),
    }
  },
  write({ standards, total, nextOffset }, { offset }) {
    const count = standards.reduce((sum, { items, checked = [] }) => sum + items.length + checked.length, 0)
    if (count === 0) return 'No checklist items.\n'
    const groups = standards.map(({ id, section, items, checked = [] }) => {
      const lines = [
        ...items.map((text) => `- [ ] ${oneLine(text)}`),
        ...checked.map((text) => `- [x] ${oneLine(text)}`),
      ]
      return `${addressOf(id, section)}\n${lines.join('\n')}\n`
    })
    const more =
      nextOffset === undefined
        ? ''
        : `\n${total - nextOffset} more: the same call with "offset": ${nextOffset}, or a narrower one.\n`
    const from = offset > 0 ? ` from ${offset}` : ''
    return `${countText(count, 'item', total)}${from}\n\n${groups.join('\n')}${more}`
  },
  activity: {
    describeCall: (args) => joinParts(describeRef(argumentText(args.id)), topicOf(args)) || EVERYTHING,
    describeAnswer({ standards, total }) {
      if (total === 0) return { summary: NOTHING_FOUND, isEmpty: true, references: [] }
      const shown = standards.reduce((sum, { items, checked = [] }) => sum + items.length + checked.length, 0)
      return {
        summary: countText(shown, 'item', total),
        references: standards.map(({ id, section = null }) => ({ id, section })),
      }
    },
  },
})

function groupBySection(entries: readonly ChecklistEntry[]): z.output<typeof Group>[] {
  const groups = new Map<string, { items: string[]; checked: string[] }>()
  for (const { uri, text, checked } of entries) {
    const group = groups.get(uri) ?? { items: [], checked: [] }
    groups.set(uri, group)
    if (checked) group.checked.push(text)
    else group.items.push(text)
  }
  return [...groups].map(([uri, { items, checked }]) => {
    const { id, section } = parseStandardRef(uri)
    return { id, ...(section !== undefined && { section }), items, ...(checked.length > 0 && { checked }) }
  })
}
