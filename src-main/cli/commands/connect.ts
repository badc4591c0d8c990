import { Command } from 'commander'
import { CLIENT_IDS } from '../../../src-shared/contract/clients.ts'
import type { CommandRunner } from '../command.ts'
import type { ConnectOptions } from './run-connect.ts'

/** `plumbline connect`: shows what would be written into a client's configuration, asks, writes, and tests the entry. */
export function connectCommand(runner: CommandRunner): Command {
  return declare(
    runner,
    'connect',
    'write Plumbline into the configuration of AI clients, after showing what changes',
  )
}

/** `plumbline disconnect`: removes the entry of Plumbline from a client's configuration. */
export function disconnectCommand(runner: CommandRunner): Command {
  return declare(runner, 'disconnect', 'remove Plumbline from the configuration of AI clients')
}

function declare(runner: CommandRunner, name: 'connect' | 'disconnect', summary: string): Command {
  return new Command(name)
    .summary(summary)
    .argument('[clients...]', `${CLIENT_IDS.join(', ')}; without a name, all that are installed`)
    .option('--dry-run', 'show what would be written, and write nothing')
    .option('-y, --yes', 'do not ask')
    .option('--json', 'print JSON')
    .action((clients: string[], options: ConnectOptions, command) =>
      runner.onHome(command, async (context) => {
        const { runConnect } = await import('./run-connect.ts')
        return runConnect(context, name, clients, options)
      }),
    )
}
