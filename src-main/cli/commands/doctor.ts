import { Command } from 'commander'
import type { CommandRunner } from '../command.ts'

/** `plumbline doctor`: checks everything that has to be right, and says how to fix what is not. Fixes nothing itself. */
export function doctorCommand(runner: CommandRunner): Command {
  return new Command('doctor')
    .summary('check everything that has to be right, and say how to fix what is not')
    .option('--json', 'print JSON')
    .action((options: { readonly json?: boolean }, command) =>
      runner.onHome(command, async (context) => {
        const { runDoctor } = await import('./doctor/run-doctor.ts')
        return runDoctor(context, options.json ?? false)
      }),
    )
}
