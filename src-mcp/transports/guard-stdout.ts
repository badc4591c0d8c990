import type { LineSink } from './line-transport.ts'

/**
 * Reserves stdout for the protocol: from here on everything that is written to `process.stdout`, for example by `console.log` in a
 * library, goes to stderr. Only the returned sink writes to the real stdout.
 */
export function guardStdout(): LineSink {
  const { stdout } = process
  const write = stdout.write.bind(stdout)
  // Reading `process.stderr` opens it, which would delay the start: so only on a write.
  stdout.write = ((...args: Parameters<typeof write>) => process.stderr.write(...args)) as typeof write
  return {
    get writableLength() {
      return stdout.writableLength
    },
    write: (text, done) => write(text, done),
    on: (event, listener) => stdout.on(event, listener),
  }
}
