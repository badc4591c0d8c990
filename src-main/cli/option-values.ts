import { PlumblineError } from '../../src-shared/contract/errors.ts'

/**
 * Reads the value of an option as a port.
 * @param option with its dashes, for the message
 * @throws PlumblineError `usage`
 */
export function portOf(option: string): (value: string) => number {
  return (value) => {
    const port = Number(value)
    if (/^\d+$/.test(value) && port <= 65_535) return port
    throw new PlumblineError(
      'usage',
      `${option} ${value} is not a port.`,
      'Give a number from 0 to 65535; 0 takes any free port.',
    )
  }
}

/** Collects the values of an option that may be repeated. */
export function repeated(value: string, earlier: readonly string[] | undefined): string[] {
  return [...(earlier ?? []), value]
}
