import { join } from 'node:path'
import { Command } from 'commander'
import type { CommandRunner } from '../command.ts'
import { portOf } from '../option-values.ts'
import { noteLine } from '../output.ts'
import type { StartOptions } from './run-headless-start.ts'

/** `plumbline start`: the desktop app; where it cannot run, its window in a browser. */
export function startCommand(runner: CommandRunner): Command {
  return new Command('start')
    .summary('start the desktop app; where it cannot run, its window opens in a browser')
    .option('--headless', 'the window in a browser, also where the desktop app could be started')
    .option('--no-open', 'print the address, and open no browser')
    .option(
      '--port <number>',
      'listen on this port (default: the one in the settings or the next free one; 0 takes any)',
      portOf('--port'),
    )
    .action(async (options: StartOptions, command: Command) => {
      let isDone = false
      if (!options.headless) await runner.onHome(command, startDesktopApp)
      if (isDone) return
      await runner.onCore(command, { indexes: true, ownLog: 'app' }, async (context) => {
        const { runHeadlessStart } = await import('./run-headless-start.ts')
        return runHeadlessStart(context, options)
      })

      async function startDesktopApp({ home }: Parameters<Parameters<CommandRunner['onHome']>[1]>[0]) {
        const root = join(import.meta.dirname, '../..')
        const { library } = command.optsWithGlobals<{ readonly library?: string }>()
        const note = (line: string) => noteLine(line)
        const { startDesktop } = await import('./start-desktop.ts')
        const code = await startDesktop({ root, home, library, port: options.port, note })
        isDone = code !== null
        return code ?? 0
      }
    })
}
