import type { StandardView } from '../../../src-shared/contract/editing.ts'
import type { Section } from '../../../src-shared/standard/standard.ts'

/** The part of a standard that reads as a document. */
export interface DocumentBody {
  /** The first heading where it stands at the top, else the title; the document is drawn without it. */
  readonly heading: string
  readonly headingSlug: string | null
  /** Markdown without front matter and without that heading; its lines count as in the file, less `firstLine`. */
  readonly text: string
  /** The slug of the section whose heading is on a line of `text`, counted from 1. */
  readonly slugs: ReadonlyMap<number, string>
}

type Slugged = Section & { readonly slug: string }

/** Cuts the document out of the file. */
export function documentBody(
  view: Pick<StandardView, 'text' | 'bodyStart' | 'sections' | 'title'>,
): DocumentBody {
  const before = countLines(view.text.slice(0, view.bodyStart))
  const body = view.text.slice(view.bodyStart)
  const slugs = new Map(
    view.sections.filter(({ level }) => level > 0).map(({ line, slug }) => [line - before, slug]),
  )
  const top = topHeading(view)
  if (!top) return { heading: view.title, headingSlug: null, text: body, slugs }
  const start = top.start - view.bodyStart
  const length = body.slice(start).search(/[\r\n]/)
  return {
    heading: top.heading,
    headingSlug: top.slug,
    // The line stays, empty, so that the lines below keep their numbers.
    text: body.slice(0, start) + (length < 0 ? '' : body.slice(start + length)),
    slugs,
  }
}

/** The `# heading` that a document begins with. */
function topHeading({ text, bodyStart, sections }: Pick<StandardView, 'text' | 'bodyStart' | 'sections'>) {
  const first: Slugged | undefined = sections.find(({ level }) => level > 0)
  if (first?.level !== 1 || first.heading === '') return null
  if (text.slice(bodyStart, first.start).trim() !== '') return null
  return /^ {0,3}#/.test(text.slice(first.start, first.start + 4)) ? first : null
}

function countLines(text: string): number {
  return text.split(/\r\n?|\n/).length - 1
}

/** The task-list items of a markdown text as they are written, without what is fenced. */
export function checklistOf(text: string): string {
  let fence = ''
  const items: string[] = []
  for (const line of text.split('\n')) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1]
    if (fence !== '') {
      if (mark?.startsWith(fence)) fence = ''
    } else if (mark) fence = mark
    else if (/^\s*(?:[-*+]|\d+[.)])\s+\[[ xX]\]\s/.test(line)) items.push(line.trimEnd())
  }
  return items.join('\n')
}
