import type { StandardView } from '../../../src-shared/contract/editing.ts'

/** A standard without front matter, as the reader shows it. */
export interface DocumentBody {
  /** The level 1 heading at the top, else the title. `text` does not have it. */
  readonly heading: string
  readonly headingSlug: string | null
  /** Markdown without front matter. The line of the heading is empty, so that the other lines keep their numbers. */
  readonly text: string
  /** Slugs of sections by the line of `text` that has the heading, counted from 1. */
  readonly slugs: ReadonlyMap<number, string>
}

/** Separates the document from the front matter. */
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
    text: body.slice(0, start) + (length < 0 ? '' : body.slice(start + length)),
    slugs,
  }
}

/** The `# heading` at the beginning of the document; `null` without one. */
function topHeading({ text, bodyStart, sections }: Pick<StandardView, 'text' | 'bodyStart' | 'sections'>) {
  const first = sections.find(({ level }) => level > 0)
  if (first?.level !== 1 || first.heading === '') return null
  if (text.slice(bodyStart, first.start).trim() !== '') return null
  return /^ {0,3}#/.test(text.slice(first.start, first.start + 4)) ? first : null
}

function countLines(text: string): number {
  return text.split(/\r\n?|\n/).length - 1
}

/** The task-list items of a markdown text, one per line; those in fenced code are left out. */
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
