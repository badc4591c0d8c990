import { PlumblineError } from '../../src-shared/contract/errors.ts'

/** @throws PlumblineError `usage` when the value of an option is not a port */
export function readPort(option: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  const port = Number(value)
  if (/^\d+$/.test(value) && port <= 65_535) return port
  throw new PlumblineError(
    'usage',
    `${option} ${value} is not a port.`,
    `Give a number from 0 to 65535; 0 takes any free port.`,
  )
}
