import { once } from 'node:events'
import type { Library } from '../../src-core/library/library.ts'
import { printable } from '../../src-shared/printable.ts'

/** Prints a line, or several, to stdout. Everything that the command line prints passes `printable`, wherever it comes from. */
export function printLine(text: string): void {
  console.log(printable(text))
}

/** Prints a line, or several, to stderr. */
export function noteLine(text: string): void {
  console.error(printable(text))
}

/** Prints why the library may be out of date, to stderr; nothing without such a reason. */
export function noteTrouble({ trouble }: Pick<Library, 'trouble'>): void {
  const found = trouble()
  if (found !== null) noteLine(found.message)
}

/** Prints a value as JSON, in which control characters are escaped. */
export function printJson(value: unknown): void {
  printLine(JSON.stringify(value, null, 2))
}

/** Prints pieces of a text to stdout as fast as they are read. */
export async function printPieces(pieces: Iterable<string>): Promise<void> {
  for (const piece of pieces) {
    if (!process.stdout.write(printable(piece)))
      await Promise.race([once(process.stdout, 'drain'), once(process.stdout, 'close')])
  }
}
