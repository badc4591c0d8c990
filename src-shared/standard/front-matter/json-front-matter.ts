import { type ParseError, parse } from 'jsonc-parser'
import { asWritten } from './as-written.ts'

/** What is wrong in a source, with its line there, counting from 1. */
export interface SourceError {
  readonly line: number
  readonly message: string
}

type Reviver = (this: unknown, key: string, value: unknown, context?: { readonly source?: string }) => unknown

/** Reads front matter in JSON: an object, or its members without the braces. */
export function readJson(source: string): { data: object } | SourceError {
  const isObject = source.trimStart().startsWith('{')
  // The third argument has the spelling of numbers (ECMAScript 2026).
  const keepSpelling: Reviver = (_key, value, context) => asWritten(value, context?.source)
  try {
    const data: unknown = JSON.parse(isObject ? source : `{${source}}`, keepSpelling)
    if (typeof data === 'object' && data !== null) return { data }
    return { line: 1, message: 'it is not an object' }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { line: lineOfError(isObject ? source : `{${source}}`), message: reasonOf(message) }
  }
}

/** Messages of V8 leave the position out of short sources. */
function lineOfError(source: string): number {
  const errors: ParseError[] = []
  parse(source, errors, { disallowComments: true, allowTrailingComma: false })
  return source.slice(0, errors[0]?.offset ?? 0).split('\n').length
}

/** Returns the message without the quoted source and the position. */
function reasonOf(message: string): string {
  return message.split(/,? \.\.\.|,? "| in JSON| after JSON/, 1)[0] ?? message
}
