import type { LineSink } from './line-transport.ts'

/**
 * Keeps stdout for the protocol: from here on everything that writes to `process.stdout`, `console.log` of any library included,
 * reaches stderr. The result is the only way to the real stdout.
 */
export function guardStdout(): LineSink {
  const { stdout, stderr } = process
  const write = stdout.write.bind(stdout)
  stdout.write = stderr.write.bind(stderr)
  return {
    write: (text, done) => write(text, done),
    on: (event: 'drain' | 'error', listener: (error: Error) => void) => stdout.on(event, listener),
  }
}
