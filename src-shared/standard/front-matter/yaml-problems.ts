import type { Problem } from '../standard.ts'

type FrontMatterProblem = Omit<Problem, 'path'>
type Read = (source: string) => Record<string, unknown> | null

/** A top-level key with the lines below it, up to the next key. */
export interface YamlEntry {
  readonly key: string
  /** The text after the colon on the key's line, trimmed. */
  readonly rest: string
  /** All lines of the entry. */
  readonly source: string
  /** Line in the file, including the opening `---`. */
  readonly line: number
}

/**
 * Reads broken front matter key by key. `read` parses the entries that are valid on their own. Each other entry gives a
 * problem and the value that its author most likely meant.
 * @param fenceLine the line of the opening `---` in the file, counting from 1
 */
export function tolerateYaml(
  source: string,
  read: Read,
  fenceLine = 1,
): { data: Record<string, unknown>; problems: FrontMatterProblem[] } {
  const data: Record<string, unknown> = Object.create(null)
  const problems: FrontMatterProblem[] = []
  const { entries, strays } = entriesOf(source, fenceLine)
  for (const line of strays) problems.push(stray(line))
  for (const entry of entries) {
    if (Object.hasOwn(data, entry.key)) {
      problems.push(repeated(entry))
      continue
    }
    const valid = read(entry.source)
    if (valid !== null && Object.hasOwn(valid, entry.key)) {
      data[entry.key] = valid[entry.key]
      continue
    }
    const { value, problem } = guessValue(entry, read)
    data[entry.key] = value
    problems.push(problem)
  }
  // Every entry is valid on its own, but the front matter as a whole is not.
  if (problems.length === 0) problems.push(broken(fenceLine + 1, 'The front matter is not valid YAML.'))
  return { data, problems: problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)) }
}

/**
 * Splits front matter at its top-level keys. `strays` are the numbers of lines that belong to no key.
 * @param fenceLine the line of the opening `---` in the file, counting from 1
 */
export function entriesOf(source: string, fenceLine = 1): { entries: YamlEntry[]; strays: number[] } {
  const entries: YamlEntry[] = []
  const strays: number[] = []
  const lines = source.split('\n')
  for (let at = 0; at < lines.length; ) {
    const first = lines[at] ?? ''
    const colon = keyEnd(first)
    let stop = at + 1
    if (colon === -1) {
      if (first.trim() !== '' && !first.startsWith('#')) strays.push(at + fenceLine + 1)
    } else {
      while (stop < lines.length && continuesEntry(lines[stop] ?? '')) stop++
      const key = unquote(first.slice(0, colon))
      entries.push({
        key,
        rest: first.slice(colon + 1).trim(),
        source: lines.slice(at, stop).join('\n'),
        line: at + fenceLine + 1,
      })
    }
    at = stop
  }
  return { entries, strays }
}

/** Returns the offset of the colon after an unindented key, or -1. */
function keyEnd(line: string): number {
  if (/^(?:$|[\s#[\]{}&*!|>%@`,:]|[-?](?:\s|$))/.test(line)) return -1
  for (let at = line.indexOf(':'); at !== -1; at = line.indexOf(':', at + 1)) {
    const c = line.charCodeAt(at + 1)
    if (at + 1 === line.length || c === 32 || c === 9) return at
  }
  return -1
}

function continuesEntry(line: string): boolean {
  return line === '' || /^[ \t#]/.test(line) || /^-(?:[ \t]|$)/.test(line) || /^[\]}]/.test(line)
}

function guessValue(entry: YamlEntry, read: Read): { value: unknown; problem: FrontMatterProblem } {
  const { key, rest, source, line } = entry
  const valueIn = (changed: string): unknown => {
    const data = read(changed)
    return data !== null && Object.hasOwn(data, key) ? data[key] : undefined
  }
  const tab = source.split('\n').findIndex((each) => /^ *\t/.test(each))
  if (tab !== -1) {
    const value = valueIn(source.replace(/^[ \t]+/gm, (blanks) => blanks.replaceAll('\t', '  ')))
    if (value !== undefined) return { value, problem: tabs(line + tab) }
  }
  const first = rest.charAt(0)
  if (first === '*') return { value: rest, problem: asterisk(entry) }
  if (first === '"' || first === "'") {
    const value = rest.length > 1 && rest.endsWith(first) ? rest.slice(1, -1) : rest.slice(1)
    const isOpen = rest.indexOf(first, 1) === -1
    return { value, problem: isOpen ? openQuote(entry, first) : badQuote(entry) }
  }
  if (first === '[' || first === '{') {
    const close = first === '[' ? ']' : '}'
    const value = valueIn(`${source.trimEnd()}${close}`) ?? valueIn(`${key}: ${rest}${close}`)
    if (value !== undefined) return { value, problem: openBracket(entry, close) }
    if (first === '[')
      return { value: looseList(source.slice(source.indexOf('[') + 1)), problem: badList(entry) }
  }
  if (rest === '') {
    const items = [...source.matchAll(/^[ \t]*-[ \t]+(.+)$/gm)].map((match) => unquote(match[1] ?? ''))
    if (items.length > 0) return { value: items, problem: badItem(entry, valueIn) }
    return { value: null, problem: broken(line, `The lines below "${key}" cannot be read.`) }
  }
  if (/:(?:[ \t]|$)/.test(rest)) return { value: rest, problem: colon(entry) }
  if (/^[&!|>%@`,?\-\]}]/.test(first)) return { value: rest, problem: reserved(entry, first) }
  return { value: rest, problem: broken(line, `The value of "${key}" cannot be read as YAML.`) }
}

/** Splits an invalid YAML list at its commas. */
function looseList(source: string): string[] {
  return source
    .replace(/\][^\]]*$/, '')
    .split(/[,\n]/)
    .map(unquote)
    .filter((item) => item !== '')
}

function unquote(item: string): string {
  return item.trim().replace(/^(["'])(.*)\1$/, '$2')
}

function quote(value: string): string {
  return value.includes('"') ? `'${value.replaceAll("'", "''")}'` : `"${value.replaceAll('\\', '\\\\')}"`
}

function short(value: string): string {
  return value.length > 60 ? `${value.slice(0, 59)}…` : value
}

function warning(line: number, code: string, message: string, remedy: string): FrontMatterProblem {
  return { line, severity: 'warning', code, message, remedy }
}

function broken(line: number, message: string): FrontMatterProblem {
  return warning(
    line,
    'front-matter-invalid',
    message,
    'Write it as key: value, one key a line, with quotes around text that has : # or brackets in it.',
  )
}

function stray(line: number): FrontMatterProblem {
  return warning(
    line,
    'front-matter-stray-line',
    `Line ${line} of the front matter is not a key: value line, so it is left out.`,
    'Add a key and a colon, indent it below the key it belongs to, or delete it.',
  )
}

function repeated({ key, line }: YamlEntry): FrontMatterProblem {
  return warning(
    line,
    'front-matter-duplicate-key',
    `"${key}" is there twice. The first one counts.`,
    `Delete one of the two "${key}" lines.`,
  )
}

function tabs(line: number): FrontMatterProblem {
  return warning(
    line,
    'front-matter-tab',
    `Line ${line} is indented with a tab, which YAML does not allow.`,
    'Indent with spaces.',
  )
}

function asterisk({ key, rest, line }: YamlEntry): FrontMatterProblem {
  return warning(
    line,
    'front-matter-asterisk',
    `The value of "${key}" begins with *, which YAML reads as a reference. It is taken as text.`,
    `Put quotes around it: ${key}: ${quote(short(rest))}`,
  )
}

function openQuote({ key, line }: YamlEntry, mark: string): FrontMatterProblem {
  return warning(
    line,
    'front-matter-open-quote',
    `The value of "${key}" opens with ${mark} but never closes.`,
    `Add ${mark} at the end of the value.`,
  )
}

function badQuote({ key, line }: YamlEntry): FrontMatterProblem {
  return warning(
    line,
    'front-matter-quote',
    `The quotes in the value of "${key}" do not fit together.`,
    "Put the whole value in one pair of quotes; inside ' quotes write '' for an apostrophe.",
  )
}

function openBracket({ key, line }: YamlEntry, close: string): FrontMatterProblem {
  return warning(
    line,
    'front-matter-open-bracket',
    `The value of "${key}" never closes with ${close}.`,
    `Add ${close} at its end.`,
  )
}

function badList({ key, line }: YamlEntry): FrontMatterProblem {
  return warning(
    line,
    'front-matter-list',
    `The list in "${key}" is not valid YAML.`,
    `Put quotes around its items: ${key}: ["first", "second"]`,
  )
}

function badItem(
  { key, line, source }: YamlEntry,
  valueIn: (changed: string) => unknown,
): FrontMatterProblem {
  const lines = source.split('\n')
  const at = lines.findIndex(
    (each, index) => index > 0 && index < 200 && valueIn(`${lines[0]}\n${each}`) === undefined,
  )
  const where = at === -1 ? line : line + at
  return warning(
    where,
    'front-matter-list',
    `Line ${where}, in the list of "${key}", is not valid YAML. It is taken as text.`,
    'Put quotes around the item.',
  )
}

function colon({ key, rest, line }: YamlEntry): FrontMatterProblem {
  return warning(
    line,
    'front-matter-colon',
    `The value of "${key}" has a colon in it, which YAML reads as another key. It is taken as text.`,
    `Put quotes around it: ${key}: ${quote(short(rest))}`,
  )
}

function reserved({ key, rest, line }: YamlEntry, first: string): FrontMatterProblem {
  return warning(
    line,
    'front-matter-reserved',
    `The value of "${key}" begins with ${first}, which means something else in YAML. It is taken as text.`,
    `Put quotes around it: ${key}: ${quote(short(rest))}`,
  )
}
