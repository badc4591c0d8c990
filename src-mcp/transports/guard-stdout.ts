import type { LineSink } from './line-transport.ts'

/**
 * Keeps stdout for the protocol: from here on everything that writes to `process.stdout`, `console.log` of any library included,
 * reaches stderr. The result is the only way to the real stdout.
 */
export function guardStdout(): LineSink {
  const { stdout } = process
  const write = stdout.write.bind(stdout)
  // stderr is opened when something is written to it: a start has no time for it.
  stdout.write = ((...args: Parameters<typeof write>) => process.stderr.write(...args)) as typeof write
  return {
    write: (text, done) => write(text, done),
    on: (event: 'drain' | 'error', listener: (error: Error) => void) => stdout.on(event, listener),
  }
}
