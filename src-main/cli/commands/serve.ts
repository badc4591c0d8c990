import { Command } from 'commander'
import type { CommandRunner } from '../command.ts'
import { portOf, repeated } from '../option-values.ts'
import type { ServeOptions } from './run-serve.ts'

/** `plumbline serve`: keeps the index up to date and answers over HTTP, WebSocket and TCP until it is stopped. */
export function serveCommand(runner: CommandRunner): Command {
  return new Command('serve')
    .summary('without a window: answer over HTTP and WebSocket, and over TCP if wanted, until Ctrl+C')
    .option(
      '--port <number>',
      'listen on this port (default: the one in the settings or the next free one; 0 takes any)',
      portOf('--port'),
    )
    .option(
      '--host <address>',
      'listen on this address instead of loopback; clients need the token all the same',
    )
    .option('--tcp <port>', 'newline-delimited JSON over TCP too', portOf('--tcp'))
    .option('--no-websocket', 'no WebSocket')
    .option(
      '--allow-origin <origin>',
      'let web pages of this origin call, such as https://app.example; may be repeated',
      repeated,
    )
    .action((options: ServeOptions, command) =>
      runner.onCore(command, { indexes: true, ownLog: 'serve' }, async (context) => {
        const { runServe } = await import('./run-serve.ts')
        return runServe(context, options)
      }),
    )
}
