import * as z from 'zod'
import { InvalidParams } from './tool-failure.ts'

const Cursor = z.strictObject({ v: z.literal(1), after: z.string().min(1) })

/** An opaque cursor to the entries after an id: it stays valid when files are added or deleted in between. */
export function encodeCursor(after: string): string {
  return Buffer.from(JSON.stringify({ v: 1, after })).toString('base64url')
}

/**
 * The id that a cursor continues after.
 * @param source the tool or method that returns such cursors
 * @throws InvalidParams when the cursor is not one of Plumbline's
 */
export function decodeCursor(cursor: string, source = 'list_standards'): string {
  try {
    return Cursor.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))).after
  } catch {
    throw new InvalidParams(
      `The cursor is not one that ${source} gave out. Leave it out to begin at the start.`,
    )
  }
}
