import * as z from 'zod'
import type { Standard } from '../../src-shared/contract/library.ts'
import { parseStandardRef, type StandardRef } from '../../src-shared/standard/uri.ts'
import { describeRef } from '../calls/activity/references.ts'
import { argumentText, grouped, joinParts } from '../calls/activity/tool-summary.ts'
import { idSchema } from './arguments.ts'
import { defineTool } from './define-tool.ts'
import { readPage } from './document-page.ts'
import { addressOf, factsLine } from './markdown.ts'
import { buildOutline, findSection, type SectionName } from './outline.ts'
import { findStandard } from './standard-ref.ts'
import { ToolFailure } from './tool-failure.ts'
import { readOnWith } from './write-document.ts'

const MAX_CHARS = 200_000

/** One standard or one of its sections, in pages when it is long. */
export const getStandardTool = defineTool({
  name: 'get_standard',
  title: 'Read a standard',
  description:
    'Call to read a standard, or one section, that another tool named: markdown; a long one in pages (offset: nextOffset) with an ' +
    'outline. Not to find one (search_standards).',
  input: z.object({
    id: idSchema.describe('Such as python/testing.md'),
    section: z.string().trim().min(1).max(1_000).optional().describe('Heading or slug'),
    offset: z.int().min(0).default(0),
    maxChars: z.int().min(1).max(MAX_CHARS).optional(),
  }),
  output: z.object({
    id: z.string(),
    title: z.string(),
    section: z.string().optional(),
    content: z.string(),
    outline: z.array(z.string()).optional(),
    nextOffset: z.number().optional(),
    more: z.string().optional(),
    updated: z.string(),
  }),
  maxResultSize: 2 * MAX_CHARS,
  answer(library, { id, section, offset, maxChars }, delivery) {
    const ref = parseStandardRef(id)
    const standard = findStandard(library, ref.id)
    const name = sectionNamed(section, ref)
    const range = name && sectionRange(standard, name)
    // A caller that names a size wants that, whatever its client does with it.
    const bytes = maxChars === undefined ? delivery.page : Number.MAX_SAFE_INTEGER
    const { text, next, outline, length } = readPage(standard, {
      ...(range && { range }),
      offset,
      bytes,
      chars: maxChars,
    })
    return {
      id: standard.id,
      title: standard.title,
      ...(range && { section: range.slug }),
      content: text,
      ...(next !== undefined && {
        nextOffset: next,
        more: readOnWith({ id: standard.id, section: range?.slug, next, length }),
      }),
      ...(outline.length > 0 && { outline }),
      updated: standard.updated,
    }
  },
  write({ id, section, content, more = '', outline = [], updated }, { offset }) {
    const facts = factsLine([
      addressOf(id, section),
      offset > 0 ? `from ${offset}` : '',
      `updated ${updated.slice(0, 10)}`,
    ])
    const sections = outline.length > 0 ? `Sections:\n${outline.join('\n')}` : ''
    return `${[facts, content.trimEnd(), more, sections].filter((part) => part !== '').join('\n\n')}\n`
  },
  activity: {
    describeCall({ id: ref, section, offset }) {
      const from = typeof offset === 'number' && offset > 0 ? `from ${grouped(offset)}` : ''
      return joinParts(describeRef(argumentText(ref)), argumentText(section), from)
    },
    describeAnswer: ({ id, title, section = null }) => ({ summary: title, references: [{ id, section }] }),
  },
})

/** The `section` argument takes precedence over the fragment of the URI. */
function sectionNamed(section: string | undefined, ref: StandardRef): SectionName | undefined {
  if (section !== undefined) return { text: section, isSlug: false }
  return ref.section === undefined ? undefined : { text: ref.section, isSlug: true }
}

function sectionRange(standard: Standard, section: SectionName) {
  const range = findSection(standard.sections, section)
  if (range !== null) return range
  const headings = buildOutline(standard.sections).map(({ heading }) => heading)
  const there =
    headings.length > 0 ? `Its sections: ${headings.slice(0, 60).join(' | ')}.` : 'It has no headings.'
  throw new ToolFailure(`${standard.id} has no section "${section.text}". ${there}`, 'not-found', {
    brief: 'no such section',
  })
}
