import { type FrontMatter, fencesOf, MAX_PROBLEMS, readFrontMatter } from '../front-matter/front-matter.ts'
import { flowList, quoted } from '../front-matter/yaml-keys.ts'
import { type Entry, entriesOf } from '../front-matter/yaml-problems.ts'
import { fixDate } from './date-fix.ts'

/** A text in which one problem is mended, and what was done, in two or three words. */
export interface FixedText {
  readonly text: string
  readonly label: string
}

/** A line of the text that becomes others (none: it goes); lines count from 1. */
interface LineChange {
  readonly line: number
  /** Lines that are replaced. */
  readonly count: number
  readonly by: readonly string[]
}

interface Candidate {
  readonly label: string
  readonly changes: readonly LineChange[]
}

/** The key that a problem is about, its lines, and the value that the indexer made of it. */
interface Case {
  readonly entry: Entry
  readonly lines: readonly string[]
  readonly line: number
  readonly value: unknown
}

// Each mend is tried out by reading the front matter again, two microseconds a character while it is broken.
const MAX_LENGTH = 8_192
const MAX_TRIED = MAX_LENGTH

/**
 * Mends one problem of a text (with `\n` at its line ends), where a machine can: the result has that problem no more and no
 * new one, and says what the indexer already understood. `null` where it takes a person.
 */
export function applyFix(text: string, code: string, line: number | null): FixedText | null {
  return createMender(text)(code, line)
}

/**
 * What mending would do to each of a text's problems, or `null`. Of a long front matter only the first ones are tried:
 * when they are mended, the next ones get their turn.
 */
export function fixLabels(
  text: string,
  problems: readonly { readonly code: string; readonly line: number | null }[],
): (string | null)[] {
  const mender = createMender(text)
  const fences = fencesOf(text)
  const length = fences ? fences.stop - fences.start : 0
  let tried = 0
  return problems.map(({ code, line }) => {
    if (tried + length > MAX_TRIED) return null
    const mended = mender(code, line)
    if (mended) tried += length
    return mended?.label ?? null
  })
}

function createMender(text: string): (code: string, line: number | null) => FixedText | null {
  const fences = fencesOf(text)
  const isLong = fences !== null && fences.stop - fences.start > MAX_LENGTH
  const before = fences && !isLong ? readFrontMatter(text.slice(0, fences.after)) : null
  const { entries } = fences && before ? entriesOf(text.slice(fences.start, fences.stop)) : { entries: [] }

  return (code, line) => {
    if (code === 'front-matter-unclosed') return close(text)
    const at = line === null ? -1 : entries.findLastIndex((each) => each.line <= line)
    const entry = entries[at]
    if (!fences || !before || !entry || line === null) return null
    const lines = entry.source.split('\n')
    // The last entry's source ends with the line end above the fence.
    if (at === entries.length - 1 && lines.at(-1) === '') lines.pop()
    const found: Case = { entry, lines, line, value: before.data[entry.key] }
    const head = text.slice(0, fences.after)
    const tail = text.slice(fences.after)
    if (/-date$/.test(code)) return withTail(date(head, found), tail)
    for (const { label, changes } of candidatesFor(code, found, entries.slice(0, at), before.data)) {
      const mended = apply(head, changes)
      if (isBetter(before, readFrontMatter(mended), code, line)) return { text: mended + tail, label }
    }
    return null
  }
}

function withTail(mended: FixedText | null, tail: string): FixedText | null {
  return mended && { ...mended, text: mended.text + tail }
}

function candidatesFor(
  code: string,
  found: Case,
  above: readonly Entry[],
  data: Record<string, unknown>,
): Candidate[] {
  const { entry, lines, line, value } = found
  const first = lines[0] ?? ''
  const onFirst = (label: string, by: string): Candidate => ({
    label,
    changes: [{ line: entry.line, count: 1, by: [by] }],
  })
  switch (code) {
    case 'front-matter-asterisk':
    case 'front-matter-colon':
    case 'front-matter-reserved':
      return [onFirst('Add quotes', withValue(first, quoted(entry.rest)))]
    case 'front-matter-quote':
      return typeof value === 'string' ? [onFirst('Mend quotes', withValue(first, quoted(value)))] : []
    case 'front-matter-open-quote':
      return [
        onFirst('Close the quote', `${first.trimEnd()}${entry.rest.charAt(0)}`),
        ...(typeof value === 'string' ? [onFirst('Mend quotes', withValue(first, quoted(value)))] : []),
      ]
    case 'front-matter-open-bracket': {
      const bracket = entry.rest.startsWith('{') ? '}' : ']'
      const last = lines.findLastIndex((each) => each.trim() !== '')
      return [last, 0].map((at) => ({
        label: `Add ${bracket}`,
        changes: [{ line: entry.line + at, count: 1, by: [`${(lines[at] ?? '').trimEnd()}${bracket}`] }],
      }))
    }
    case 'front-matter-tab':
      return [
        {
          label: 'Use spaces',
          changes: lines.map((each, at) => ({
            line: entry.line + at,
            count: 1,
            by: [each.replace(/^[ \t]+/, (blanks) => blanks.replaceAll('\t', '  '))],
          })),
        },
      ]
    case 'front-matter-list': {
      const item = /^([ \t]*-[ \t]+)(.+)$/.exec(lines[line - entry.line] ?? '')
      if (item && line > entry.line) {
        const by = `${item[1]}${quoted((item[2] ?? '').trim())}`
        return [{ label: 'Add quotes', changes: [{ line, count: 1, by: [by] }] }]
      }
      if (!Array.isArray(value)) return []
      const by = withValue(first, flowList(value.map(String)))
      return [{ label: 'Add quotes', changes: [{ line: entry.line, count: lines.length, by: [by] }] }]
    }
    case 'front-matter-duplicate-key': {
      // Two different values are for a person to choose from.
      const before = above.findLast((each) => each.key === entry.key)
      const same = before?.source.trim() === entry.source.trim() && Object.hasOwn(data, entry.key)
      return same
        ? [{ label: 'Delete the second', changes: [{ line: entry.line, count: lines.length, by: [] }] }]
        : []
    }
    default:
      return []
  }
}

function date(text: string, { entry, lines, value }: Case): FixedText | null {
  const day = typeof value === 'string' || typeof value === 'number' ? fixDate(String(value)) : null
  const first = lines[0] ?? ''
  if (day === null || lines.slice(1).some((each) => each.trim() !== '' && !each.startsWith('#'))) return null
  const at = first.lastIndexOf(String(value))
  // Written in another way than it is read: not to be replaced blindly.
  if (at === -1) return null
  const by = first.slice(0, at) + day + first.slice(at + String(value).length)
  return { text: apply(text, [{ line: entry.line, count: 1, by: [by] }]), label: `Write ${day.slice(0, 10)}` }
}

/** Puts the missing fence below the last line that looks like a part of front matter. */
function close(text: string): FixedText | null {
  const lines = text.split('\n')
  let last = 0
  for (let at = 1; at < Math.min(lines.length, 200); at++) {
    const each = lines[at] ?? ''
    if (/^["']?[\w-]+["']?[ \t]*:(?:[ \t]|$)/.test(each) || (last > 0 && /^(?:[ \t]+\S|- )/.test(each)))
      last = at
    else break
  }
  if (last === 0) return null
  const mended = [...lines.slice(0, last + 1), '---', ...lines.slice(last + 1)].join('\n')
  const { data, problems } = readFrontMatter(mended)
  const isClosed = problems.length === 0 && Object.keys(data).length > 0
  return isClosed ? { text: mended, label: 'Add ---' } : null
}

/** `key:` of a line and another value. */
function withValue(line: string, value: string): string {
  const start = /^(?:"[^"]*"|'[^']*'|[^:]|:(?![ \t]|$))*:[ \t]*/.exec(line)?.[0] ?? ''
  return `${/[ \t]$/.test(start) ? start : `${start} `}${value}`
}

function apply(text: string, changes: readonly LineChange[]): string {
  const lines = text.split('\n')
  for (const { line, count, by } of changes.toReversed()) lines.splice(line - 1, count, ...by)
  return lines.join('\n')
}

function isBetter(before: FrontMatter, after: FrontMatter, code: string, line: number): boolean {
  const times = ({ problems }: FrontMatter) => problems.filter((each) => each.code === code).length
  // There are never more than a few told, so that mending one of many may bring up the next.
  const isFull = before.problems.length >= MAX_PROBLEMS
  const fewer = after.problems.length < before.problems.length && times(after) < times(before)
  const isGone = !after.problems.some((each) => each.code === code && each.line === line)
  return (isFull ? isGone : fewer) && JSON.stringify(after.data) === JSON.stringify(before.data)
}
