import { Command } from 'commander'
import { briefStandards, writeStandardsFor } from '../../../src-shared/standard/write-standards-for.ts'
import type { CommandRunner, CoreContext } from '../command.ts'
import { noteTrouble, printJson, printLine } from '../output.ts'

interface ForOptions {
  readonly task?: string
  readonly json?: boolean
}

/** `plumbline for`: prints the standards that apply to files, as an assistant gets them. Exit code 1 when there are none. */
export function forCommand(runner: CommandRunner): Command {
  return new Command('for')
    .summary('show which standards apply to files, and their rules')
    .argument('<paths...>', 'files, relative to this folder or absolute; they need not exist')
    .option('--task <words>', 'what is to be done with the files')
    .option('--json', 'print JSON')
    .action((paths: string[], options: ForOptions, command) =>
      runner.onCore(command, { indexes: true }, (context) => showStandards(context, paths, options)),
    )
}

async function showStandards(
  { core }: CoreContext,
  paths: readonly string[],
  { task, json }: ForOptions,
): Promise<number> {
  await core.whenFresh()
  const applied = core.library.standardsFor({ paths, task, workspaces: [process.cwd()] })
  noteTrouble(core.library)
  if (json) printJson(applied)
  else printLine(writeStandardsFor(briefStandards(applied)).trimEnd())
  return applied.total > 0 ? 0 : 1
}
