import { readFileSync } from 'node:fs'
import type { TextRange } from './text-range.ts'

const MIN_TOKEN = 16
const READ_INTERVAL_MS = 1_000

let files: readonly string[] = []
let tokens: readonly string[] = []
let readAt = Number.NEGATIVE_INFINITY

/** Names the files with Plumbline's own tokens, which are masked wherever they occur. A file need not exist yet. */
export function maskTokensOf(tokenFiles: readonly string[]): void {
  files = tokenFiles
  readAt = Number.NEGATIVE_INFINITY
}

/** Finds Plumbline's own tokens. A new token is known within a second. */
export function findOwnTokens(text: string): TextRange[] {
  if (files.length === 0) return []
  const now = performance.now()
  if (now - readAt > READ_INTERVAL_MS) {
    readAt = now
    // An old token stays masked as long as the process runs, because clients may still send it.
    tokens = [...new Set([...tokens, ...files.flatMap(readToken)])]
  }
  const found: TextRange[] = []
  for (const token of tokens) {
    for (let at = text.indexOf(token); at >= 0; at = text.indexOf(token, at + token.length))
      found.push({ start: at, end: at + token.length })
  }
  return found
}

function readToken(file: string): string[] {
  try {
    const token = readFileSync(file, 'utf8').trim()
    return token.length >= MIN_TOKEN ? [token] : []
  } catch {
    return []
  }
}
