import * as z from 'zod'
import type { Standard } from '../../src-shared/contract/library.ts'
import { parseStandardRef, type StandardRef } from '../../src-shared/standard/uri.ts'
import { describeRef } from '../calls/activity/references.ts'
import { argumentText, grouped, joinParts } from '../calls/activity/tool-summary.ts'
import { idSchema } from './arguments.ts'
import { cutText } from './cut-text.ts'
import { defineTool } from './define-tool.ts'
import {
  bodyRange,
  buildOutline,
  findSection,
  type SectionName,
  type SectionRange,
  slugIn,
} from './outline.ts'
import { findStandard } from './standard-ref.ts'
import { ToolFailure } from './tool-failure.ts'

const Heading = z.object({ level: z.number(), heading: z.string(), slug: z.string() })

/** One standard or one of its sections, in pieces when it is long. */
export const getStandardTool = defineTool({
  name: 'get_standard',
  title: 'Read a standard',
  description:
    'Reads one standard, or one of its sections with what is below it. A long text is cut: `nextOffset` reads on, ' +
    '`outline` lists the headings (given when cut, or with `section`).',
  input: z.object({
    id: idSchema.describe('Id such as python/testing.md, or a standard:/// URI'),
    section: z.string().trim().min(1).max(1_000).optional().describe('Heading or slug'),
    maxChars: z.int().min(1).max(200_000).default(20_000),
    offset: z.int().min(0).default(0).describe('nextOffset of the call before'),
  }),
  output: z.object({
    id: z.string(),
    title: z.string(),
    content: z.string(),
    outline: z.array(Heading),
    nextOffset: z.number().optional(),
    uri: z.string(),
    updated: z.string(),
  }),
  answer(library, input) {
    const ref = parseStandardRef(input.id)
    const standard = findStandard(library, ref.id)
    const section = sectionNamed(input.section, ref)
    const range = section === undefined ? bodyRange(standard) : sectionRange(standard, section)
    const piece = cutText(standard.text.slice(range.start, range.stop), input.offset, input.maxChars)
    // The outline costs bytes, so it is given only where the model may have to choose what to read next.
    const hasOutline = section !== undefined || piece.next !== undefined || input.offset > 0
    return {
      id: standard.id,
      title: standard.title,
      content: piece.text,
      outline: hasOutline ? buildOutline(standard.sections) : [],
      ...(piece.next !== undefined && { nextOffset: piece.next }),
      uri: standard.uri,
      updated: standard.updated,
    }
  },
  activity: {
    describeCall({ id: ref, section, offset }) {
      const from = typeof offset === 'number' && offset > 0 ? `from ${grouped(offset)}` : ''
      return joinParts(describeRef(argumentText(ref)), argumentText(section), from)
    },
    describeAnswer({ id, title, outline }, args) {
      const section = sectionNamed(
        argumentText(args.section) || undefined,
        parseStandardRef(argumentText(args.id)),
      )
      return { summary: title, references: [{ id, section: section ? slugIn(outline, section) : null }] }
    },
  },
})

/** The `section` argument takes precedence over the fragment of the URI. */
function sectionNamed(section: string | undefined, ref: StandardRef): SectionName | undefined {
  if (section !== undefined) return { text: section, isSlug: false }
  return ref.section === undefined ? undefined : { text: ref.section, isSlug: true }
}

function sectionRange(standard: Standard, section: SectionName): SectionRange {
  const range = findSection(standard.sections, section)
  if (range !== null) return range
  const headings = buildOutline(standard.sections).map(({ heading }) => heading)
  const there =
    headings.length > 0 ? `Its sections: ${headings.slice(0, 60).join(' | ')}.` : 'It has no headings.'
  throw new ToolFailure(`${standard.id} has no section "${section.text}". ${there}`, 'not-found', {
    brief: 'no such section',
  })
}
