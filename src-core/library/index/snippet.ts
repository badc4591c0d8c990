import { fold, SIGNED_NAMES, withoutAccents } from '../../base/fold.ts'
import { indexStem } from './stem.ts'

const SNIPPET_LENGTH = 240
/** Characters before the first hit of a snippet. */
const LEAD = 60
/** Characters of a section that are searched for hits. */
const MAX_SEARCHED = 20_000

interface Hit {
  readonly start: number
  readonly stop: number
  readonly stem: string
}

/**
 * Returns about 240 characters of a section around the densest group of hits, with `**` around each hit and with white
 * space folded. Without a hit, because only the heading or title matched, returns the beginning of the section.
 * @param words as the index spells them; the last one also matches as a prefix
 */
export function cutSnippet(section: string, words: readonly string[]): string {
  const text = section.slice(0, MAX_SEARCHED).toWellFormed().normalize('NFC').replace(/\s+/g, ' ').trim()
  const stems = new Set(words.map(indexStem))
  const prefix = plain(words.at(-1) ?? '')
  const hits = findHits(text, stems, prefix.length >= 3 ? prefix : null)
  const from = windowStart(text, hits)
  const stop = Math.min(text.length, from + SNIPPET_LENGTH)
  let snippet = from > 0 ? '…' : ''
  let at = from
  for (const hit of hits) {
    if (hit.start < at || hit.stop > stop) continue
    snippet += `${text.slice(at, hit.start)}**${text.slice(hit.start, hit.stop)}**`
    at = hit.stop
  }
  snippet += text.slice(at, wordEnd(text, stop))
  return stop < text.length ? `${snippet}…` : snippet
}

const WORD = new RegExp(`${SIGNED_NAMES.source}|[\\p{L}\\p{N}\\p{M}]+`, 'giu')

/** Adjacent hits are joined, because CJK text matches character by character. */
function findHits(text: string, stems: ReadonlySet<string>, prefix: string | null): Hit[] {
  const hits: Hit[] = []
  for (const match of text.matchAll(WORD)) {
    for (const piece of pieces(match[0], match.index)) {
      const stem = indexStem(piece.word)
      if (!stems.has(stem) && !(prefix !== null && plain(piece.word).startsWith(prefix))) continue
      const last = hits.at(-1)
      if (last && last.stop === piece.start) hits[hits.length - 1] = { ...last, stop: piece.stop }
      else hits.push({ start: piece.start, stop: piece.stop, stem })
    }
  }
  return hits
}

/** A word of the index and its place in the text. */
interface Piece {
  readonly word: string
  readonly start: number
  readonly stop: number
}

function* pieces(word: string, start: number): Generator<Piece> {
  const parts = fold(word)
    .split(' ')
    .filter((part) => part !== '')
  if (parts.length === 1) {
    yield { word: parts[0] ?? '', start, stop: start + word.length }
    return
  }
  let at = start
  for (const part of parts) {
    yield { word: part, start: at, stop: at + part.length }
    at += part.length
  }
}

function windowStart(text: string, hits: readonly Hit[]): number {
  let best = 0
  let bestScore = 0
  let first = 0
  hits.forEach((hit, last) => {
    while (first < last && hit.stop - (hits[first]?.start ?? 0) > SNIPPET_LENGTH - LEAD) first++
    const group = hits.slice(first, last + 1)
    // Different words count more than repetitions of one word.
    const score = new Set(group.map((member) => member.stem)).size * 100 + group.length
    if (score > bestScore) {
      bestScore = score
      best = hits[first]?.start ?? 0
    }
  })
  if (best <= LEAD) return 0
  const from = best - LEAD
  const space = text.indexOf(' ', from)
  return space >= 0 && space < best ? space + 1 : outsidePair(text, from)
}

function wordEnd(text: string, stop: number): number {
  if (stop >= text.length) return text.length
  const space = text.lastIndexOf(' ', stop)
  if (space > stop - 30) return space
  return outsidePair(text, stop)
}

/** Returns a position that is not inside a surrogate pair. */
function outsidePair(text: string, at: number): number {
  const code = text.charCodeAt(at)
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at
}

function plain(word: string): string {
  return withoutAccents(word).toLowerCase()
}
