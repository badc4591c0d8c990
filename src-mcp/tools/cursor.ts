import * as z from 'zod'
import { InvalidParams } from './tool-failure.ts'

const Cursor = z.strictObject({ v: z.literal(1), after: z.string().min(1) })

/** An opaque cursor that goes on behind the id `after`: it survives files that come and go in between. */
export function encodeCursor(after: string): string {
  return Buffer.from(JSON.stringify({ v: 1, after })).toString('base64url')
}

/**
 * The id that a cursor goes on behind.
 * @param giver the tool or method that gives such cursors out
 * @throws InvalidParams when the cursor is not one of ours
 */
export function decodeCursor(cursor: string, giver = 'list_standards'): string {
  try {
    return Cursor.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))).after
  } catch {
    throw new InvalidParams(
      `The cursor is not one that ${giver} gave out. Leave it out to begin at the start.`,
    )
  }
}
