import { lineStart } from '../formats/text-edits.ts'

/** A part of a text that begins and ends with complete lines, without the last line break unless the text ends there. */
export interface TextWindow {
  readonly start: number
  readonly end: number
}

/** Texts are compared in parts of this length first, which is far faster than by characters. */
const PART = 64 * 1024

/** The parts of two texts in which they differ, with `context` lines around them. */
export function changedWindows(
  before: string,
  after: string,
  context: number,
): { readonly before: TextWindow; readonly after: TextWindow } {
  const shorter = Math.min(before.length, after.length)
  const same = commonStart(before, after, shorter)
  const sameEnd = commonEnd(before, after, shorter - same)
  let start = beginningOfLine(after, same)
  for (let i = 0; i < context && start > 0; i++) start = beginningOfLine(after, start - 1)
  let end = endOfLine(after, after.length - sameEnd)
  for (let i = 0; i < context && end < after.length; i++) end = endOfLine(after, afterBreak(after, end))
  // A last line break counts as the end of the text.
  if (afterBreak(after, end) === after.length) end = after.length
  return { before: { start, end: end + before.length - after.length }, after: { start, end } }
}

function commonStart(a: string, b: string, most: number): number {
  let at = 0
  while (at + PART <= most && a.slice(at, at + PART) === b.slice(at, at + PART)) at += PART
  while (at < most && a.charCodeAt(at) === b.charCodeAt(at)) at++
  return at
}

function commonEnd(a: string, b: string, most: number): number {
  const part = (text: string, at: number) => text.slice(text.length - at - PART, text.length - at)
  let at = 0
  while (at + PART <= most && part(a, at) === part(b, at)) at += PART
  while (at < most && a.charCodeAt(a.length - 1 - at) === b.charCodeAt(b.length - 1 - at)) at++
  return at
}

/** The start of the line that holds `offset`. A line break belongs to the line that it ends. */
function beginningOfLine(text: string, offset: number): number {
  const isBetween = text[offset - 1] === '\r' && (text[offset] === '\n' || text[offset] === undefined)
  const at = isBetween ? offset - 1 : offset
  return lineStart(text, text[at] === '\n' && text[at - 1] === '\r' ? at - 1 : at)
}

/** The offset of the line break after `offset`, or the end of the text. */
function endOfLine(text: string, offset: number): number {
  let at = offset
  // Both texts have what follows, but a break may begin before it.
  if (text[at] === '\n' && text[at - 1] === '\r') at--
  while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at++
  return at
}

function afterBreak(text: string, at: number): number {
  return at + (text.startsWith('\r\n', at) ? 2 : at < text.length ? 1 : 0)
}
