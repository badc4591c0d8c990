import { NOT_BARE } from '../front-matter/dialect-source.ts'
import { type FrontMatter, fencesOf, MAX_PROBLEMS, readFrontMatter } from '../front-matter/front-matter.ts'
import { dialectOfText } from '../front-matter/front-matter-fields.ts'
import { flowList, quoted } from '../front-matter/yaml-keys.ts'
import { entriesOf, type YamlEntry } from '../front-matter/yaml-problems.ts'
import { fixDate } from './date-fix.ts'

/** A text with one problem fixed. */
export interface FixedText {
  readonly text: string
  /** The change in two or three words. */
  readonly label: string
}

/** Lines of the text that are replaced. */
interface LineChange {
  /** The first line, counting from 1. */
  readonly line: number
  /** Number of lines to replace. */
  readonly count: number
  /** The new lines; empty to delete. */
  readonly by: readonly string[]
}

interface Candidate {
  readonly label: string
  readonly changes: readonly LineChange[]
}

/** A problem of a front matter entry. */
interface EntryProblem {
  readonly entry: YamlEntry
  /** The lines of the entry. */
  readonly lines: readonly string[]
  /** The line of the problem. */
  readonly line: number
  /** The value that the indexer reads. */
  readonly value: unknown
  /** True when the host of the file reads the value without quotes and brackets only. */
  readonly isBare: boolean
}

// Each candidate is tested by parsing the changed front matter, which takes 2 microseconds per character while it is
// broken. UTF-16 code units.
const MAX_LENGTH = 8_192
const MAX_TRIED = MAX_LENGTH

/**
 * Fixes one problem of a text. The result lacks the problem, has no new one, and has the values that the indexer read
 * before.
 * @param text with `\n` line ends
 * @param path of the file in the library: rule files are written as their host writes them
 * @returns `null` when there is no such problem or no safe fix
 */
export function applyFix(text: string, code: string, line: number | null, path = ''): FixedText | null {
  return createFixer(text, path)(code, line)
}

/**
 * Returns the label of the quick fix for each problem, or `null` without one. To limit the time, only the first fixes of
 * long front matter are tested; the next ones follow when those are applied.
 */
export function fixLabels(
  text: string,
  problems: readonly { readonly code: string; readonly line: number | null }[],
  path = '',
): (string | null)[] {
  const fix = createFixer(text, path)
  const fences = fencesOf(text)
  const length = fences ? fences.stop - fences.start : 0
  let tried = 0
  return problems.map(({ code, line }) => {
    if (tried + length > MAX_TRIED) return null
    const fixed = fix(code, line)
    if (fixed) tried += length
    return fixed?.label ?? null
  })
}

function createFixer(text: string, path: string): (code: string, line: number | null) => FixedText | null {
  const fences = fencesOf(text)
  const isLong = fences !== null && fences.stop - fences.start > MAX_LENGTH
  const before = fences && !isLong ? readFrontMatter(text.slice(0, fences.after), path) : null
  const dialect = dialectOfText(text, path)
  const { entries } =
    fences && before ? entriesOf(text.slice(fences.start, fences.stop), fences.line) : { entries: [] }

  return (code, line) => {
    if (code === 'front-matter-unclosed') return addClosingFence(text, line ?? 1)
    const at = line === null ? -1 : entries.findLastIndex((candidate) => candidate.line <= line)
    const entry = entries[at]
    if (!fences || !before || !entry || line === null) return null
    const lines = entry.source.split('\n')
    // The source of the last entry ends with the line end before the closing fence.
    if (at === entries.length - 1 && lines.at(-1) === '') lines.pop()
    const isBare = dialect?.onlyBare === true && entry.key === dialect.globKey
    const problem: EntryProblem = { entry, lines, line, value: before.data[entry.key], isBare }
    const head = text.slice(0, fences.after)
    const tail = text.slice(fences.after)
    if (/-date$/.test(code)) return withTail(rewriteDate(head, problem), tail)
    for (const { label, changes } of candidatesFor(code, problem, entries.slice(0, at), before.data)) {
      const changed = apply(head, changes)
      if (isBetter(before, readFrontMatter(changed, path), code, line)) return { text: changed + tail, label }
    }
    return null
  }
}

function withTail(fixed: FixedText | null, tail: string): FixedText | null {
  return fixed && { ...fixed, text: fixed.text + tail }
}

function candidatesFor(
  code: string,
  problem: EntryProblem,
  above: readonly YamlEntry[],
  data: Record<string, unknown>,
): Candidate[] {
  const { entry, lines, line, value } = problem
  const first = lines[0] ?? ''
  const onFirst = (label: string, by: string): Candidate => ({
    label,
    changes: [{ line: entry.line, count: 1, by: [by] }],
  })
  if (problem.isBare && typeof value === 'string' && NOT_BARE.has(code)) {
    const by = `${first.slice(0, first.indexOf(':') + 1)} ${value}`
    return [{ label: 'Write it bare', changes: [{ line: entry.line, count: lines.length, by: [by] }] }]
  }
  switch (code) {
    case 'front-matter-asterisk':
    case 'front-matter-colon':
    case 'front-matter-reserved':
      return [onFirst('Add quotes', withValue(first, quoted(entry.rest)))]
    case 'front-matter-quote':
      return typeof value === 'string' ? [onFirst('Fix the quotes', withValue(first, quoted(value)))] : []
    case 'front-matter-open-quote':
      return [
        onFirst('Close the quote', `${first.trimEnd()}${entry.rest.charAt(0)}`),
        ...(typeof value === 'string' ? [onFirst('Fix the quotes', withValue(first, quoted(value)))] : []),
      ]
    case 'front-matter-open-bracket': {
      const bracket = entry.rest.startsWith('{') ? '}' : ']'
      const last = lines.findLastIndex((text) => text.trim() !== '')
      return [last, 0].map((at) => ({
        label: `Add ${bracket}`,
        changes: [{ line: entry.line + at, count: 1, by: [`${(lines[at] ?? '').trimEnd()}${bracket}`] }],
      }))
    }
    case 'front-matter-tab':
      return [
        {
          label: 'Use spaces',
          changes: lines.map((text, at) => ({
            line: entry.line + at,
            count: 1,
            by: [text.replace(/^[ \t]+/, (blanks) => blanks.replaceAll('\t', '  '))],
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
      // Only a person can choose between two different values.
      const before = above.findLast(({ key }) => key === entry.key)
      const same = before?.source.trim() === entry.source.trim() && Object.hasOwn(data, entry.key)
      return same
        ? [{ label: 'Delete the second', changes: [{ line: entry.line, count: lines.length, by: [] }] }]
        : []
    }
    default:
      return []
  }
}

function rewriteDate(text: string, { entry, lines, value }: EntryProblem): FixedText | null {
  const day = typeof value === 'string' || typeof value === 'number' ? fixDate(String(value)) : null
  const first = lines[0] ?? ''
  const isOneLine = lines.slice(1).every((line) => line.trim() === '' || line.startsWith('#'))
  if (day === null || !isOneLine) return null
  const at = first.lastIndexOf(String(value))
  // The value is written differently from how it is read, for example with escapes, so its place is unknown.
  if (at === -1) return null
  const by = first.slice(0, at) + day + first.slice(at + String(value).length)
  return { text: apply(text, [{ line: entry.line, count: 1, by: [by] }]), label: `Write ${day.slice(0, 10)}` }
}

/**
 * Adds the missing fence below the last line that looks like front matter.
 * @param line the line of the opening fence, counting from 1
 */
function addClosingFence(text: string, line: number): FixedText | null {
  const lines = text.split('\n')
  if (!/^---[ \t]*$/.test(lines[line - 1] ?? '')) return null
  let last = 0
  for (let at = line; at < Math.min(lines.length, line + 200); at++) {
    const source = lines[at] ?? ''
    if (/^["']?[\w-]+["']?[ \t]*:(?:[ \t]|$)/.test(source) || (last > 0 && /^(?:[ \t]+\S|- )/.test(source)))
      last = at
    else break
  }
  if (last === 0) return null
  const closed = [...lines.slice(0, last + 1), '---', ...lines.slice(last + 1)].join('\n')
  const { data, problems } = readFrontMatter(closed)
  const isValid = problems.length === 0 && Object.keys(data).length > 0
  return isValid ? { text: closed, label: 'Add ---' } : null
}

/** Replaces the value of a `key: value` line. */
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
  const times = ({ problems }: FrontMatter) => problems.filter((problem) => problem.code === code).length
  // The number of reported problems is limited, so that a fixed one may be replaced by the next.
  const isFull = before.problems.length >= MAX_PROBLEMS
  const fewer = after.problems.length < before.problems.length && times(after) < times(before)
  const isGone = !after.problems.some((problem) => problem.code === code && problem.line === line)
  return (isFull ? isGone : fewer) && JSON.stringify(after.data) === JSON.stringify(before.data)
}
