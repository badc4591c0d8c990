import type { Problem } from './standard.ts'

/** A character that a reader cannot see, in a place where no writing needs it. */
export interface HiddenCharacter {
  /** In UTF-16 code units. */
  readonly offset: number
  readonly codePoint: number
}

/** Every character that is shown as nothing, or that changes the order in which others are shown. Some are needed in places. */
const CANDIDATES =
  /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e0fff}]|[\u180b-\u180d\u180f]|[\ufe00-\ufe0f]/gu
const IN_NAMES = /[\u0009-\u000d\u2028\u2029]/u

const VARIATION = /^[\u180b-\u180d\u180f\ufe00-\ufe0f\u{e0100}-\u{e01ef}]$/u
/** The sequence of a flag such as that of Scotland: a black flag, a region, a terminator (UTS 51, 1.4.9). */
const FLAG = /\u{1f3f4}[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]{3,6}\u{e007f}/gu
const BEFORE_EMOJI_JOINER = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f|\u{e007f}/u
const EMOJI = /^\p{Extended_Pictographic}/u
/** A letter or sign of a script whose letters join or stack, and which uses the two joiners to control that. */
const JOINING =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}\p{Script=Javanese}\p{Script=Balinese}]/u
/** A letter of a script that is written without spaces, where a zero-width space marks where a line may end. */
const WITHOUT_SPACES =
  /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}\p{Script=Javanese}\p{Script=Balinese}]/u
const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u

/**
 * Finds the characters of a text that people do not see but a model reads: Unicode tags, zero-width characters, controls of the writing
 * direction, control characters. Those that a script or an emoji needs are not among them; neither is a leading byte order mark.
 * @param limit the most that are returned
 */
export function findHidden(text: string, limit = Number.POSITIVE_INFINITY): HiddenCharacter[] {
  const found: HiddenCharacter[] = []
  for (const { index, 0: character } of text.matchAll(CANDIDATES)) {
    if (isNeeded(text, index, character)) continue
    found.push({ offset: index, codePoint: character.codePointAt(0) ?? 0 })
    if (found.length >= limit) break
  }
  return found
}

/** Finds the first hidden character of a file name, in which line ends and tabs are hidden too. */
export function hiddenInName(name: string): number | null {
  const found = IN_NAMES.exec(name)?.[0].codePointAt(0)
  return found ?? findHidden(name.startsWith('\ufeff') ? `/${name}` : name, 1)[0]?.codePoint ?? null
}

function isNeeded(text: string, at: number, character: string): boolean {
  const code = character.codePointAt(0) ?? 0
  if (code === 0xfeff) return at === 0
  // Two code units hold any character.
  const before = Array.from(text.slice(Math.max(0, at - 2), at)).at(-1) ?? ''
  const after = text.slice(at + character.length, at + character.length + 2)
  if (VARIATION.test(character)) return isVaried(before)
  if (code === 0x200d && BEFORE_EMOJI_JOINER.test(before) && EMOJI.test(after)) return true
  if (code === 0x200c || code === 0x200d || code === 0x180e) return JOINING.test(before)
  if (code === 0x200b) return WITHOUT_SPACES.test(before) || WITHOUT_SPACES.test(after)
  if (code === 0x200e || code === 0x200f || code === 0x061c) return RIGHT_TO_LEFT.test(lineAround(text, at))
  if (code === 0x115f || code === 0x1160) return /[\u1100-\u11ff]/.test(before + after)
  if (code >= 0xe0000 && code <= 0xe007f) return isInFlag(text, at)
  return false
}

/** A variation selector follows one visible character. Runs of them, or one after a letter of ASCII, show nothing and can hold text. */
function isVaried(before: string): boolean {
  return /[^\u0000-\u007f]|[0-9#*]/u.test(before) && before.search(CANDIDATES) < 0
}

function isInFlag(text: string, at: number): boolean {
  // A flag has at most 16 code units.
  const from = Math.max(0, at - 16)
  for (const { index, 0: flag } of text.slice(from, at + 16).matchAll(FLAG))
    if (from + index <= at && at < from + index + flag.length) return true
  return false
}

/** At most 200 code units on each side, so that a long line does not make the search quadratic. */
function lineAround(text: string, at: number): string {
  const line = text.slice(Math.max(0, at - 200), at + 200)
  const middle = at - Math.max(0, at - 200)
  return line.slice(line.lastIndexOf('\n', middle) + 1).split('\n', 1)[0] ?? ''
}

const NAMES: readonly (readonly [from: number, to: number, name: string])[] = [
  [0x0000, 0x001f, 'a control character'],
  [0x007f, 0x009f, 'a control character'],
  [0x061c, 0x061c, 'a mark of the writing direction'],
  [0x200b, 0x200b, 'a zero-width space'],
  [0x200c, 0x200c, 'a zero-width non-joiner'],
  [0x200d, 0x200d, 'a zero-width joiner'],
  [0x200e, 0x200f, 'a mark of the writing direction'],
  [0x2028, 0x2029, 'a line separator'],
  [0x202a, 0x202e, 'an override of the writing direction'],
  [0x2060, 0x2060, 'a zero-width word joiner'],
  [0x2066, 0x2069, 'an override of the writing direction'],
  [0xfe00, 0xfe0f, 'a variation selector'],
  [0xfeff, 0xfeff, 'a zero-width no-break space'],
  [0xe0000, 0xe007f, 'a Unicode tag'],
  [0xe0100, 0xe01ef, 'a variation selector'],
]

/** `U+202E, an override of the writing direction`. */
export function describeHidden(codePoint: number): string {
  const name = NAMES.find(([from, to]) => from <= codePoint && codePoint <= to)?.[2]
  const code = `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`
  return `${code}, ${name ?? 'an invisible character'}`
}

/** The most lines of a file that are reported one by one. */
const MAX_LINES = 10

/** The problems of the hidden characters in a text: one for each line, up to ten lines, and one for all that follow. */
export function hiddenProblems(text: string): Omit<Problem, 'path'>[] {
  const problems: Omit<Problem, 'path'>[] = []
  let line = 1
  let lineStart = 0
  let scannedTo = 0
  let reported = 0
  let onFurtherLines = 0
  for (const { offset, codePoint } of findHidden(text)) {
    for (; scannedTo < offset; scannedTo++) {
      const code = text.charCodeAt(scannedTo)
      if (code !== 10 && (code !== 13 || text.charCodeAt(scannedTo + 1) === 10)) continue
      line++
      lineStart = scannedTo + 1
    }
    if (line === reported) continue
    if (problems.length === MAX_LINES) {
      onFurtherLines++
      continue
    }
    reported = line
    problems.push({
      line,
      severity: 'warning',
      code: 'hidden-character',
      message: `Line ${line}, column ${offset - lineStart + 1} has ${describeHidden(codePoint)}. People do not see it, but a model reads it.`,
      remedy: 'Delete it, or write visibly what is meant. Most editors can show invisible characters.',
    })
  }
  if (onFurtherLines > 0)
    problems.push({
      line: null,
      severity: 'warning',
      code: 'hidden-character',
      message: `There are ${onFurtherLines} more invisible characters below line ${reported}.`,
      remedy: 'Delete them. Most editors can show invisible characters.',
    })
  return problems
}

/** The problem of a path with a hidden character in it. */
export function hiddenInPathProblem(path: string): Omit<Problem, 'path'> | null {
  const codePoint = hiddenInName(path)
  if (codePoint === null) return null
  return {
    line: null,
    severity: 'warning',
    code: 'hidden-character-in-name',
    message: `The path of this file has ${describeHidden(codePoint)}, so it can look like another one.`,
    remedy: 'Rename the file or the folder without that character.',
  }
}
