import { Command } from 'commander'
import { isIndexerAlive } from '../../../src-core/library/library.ts'
import type { IndexProgress } from '../../../src-shared/contract/library.ts'
import { printableInLine } from '../../../src-shared/printable.ts'
import type { Problem } from '../../../src-shared/standard/standard.ts'
import type { CommandRunner, CoreContext } from '../command.ts'
import { printJson, printLine } from '../output.ts'

/** `plumbline status`: prints what is indexed, by which process, and every problem with its remedy. Changes nothing. */
export function statusCommand(runner: CommandRunner): Command {
  return new Command('status')
    .summary('show the library, its index and the problems in its files')
    .option('--json', 'print JSON')
    .action((options: { readonly json?: boolean }, command) =>
      runner.onCore(command, { indexes: false }, (context) => showStatus(context, options.json ?? false)),
    )
}

async function showStatus({ core }: CoreContext, asJson: boolean): Promise<number> {
  const status = core.library.status()
  const problems = core.library.problems()
  if (asJson) {
    printJson({ home: core.home.dir, ...status, problems })
    return 0
  }
  const { languages, domains } = core.library.facets()
  printLine(`Home       ${core.home.dir}`)
  printLine(`Library    ${status.library}`)
  printLine(`Standards  ${status.standards}`)
  printLine(`Languages  ${languages.join(', ') || 'none'}`)
  printLine(`Domains    ${domains.join(', ') || 'none'}`)
  printLine(`Index      ${describeProgress(status.progress, Date.now())}`)
  printLine(`Problems   ${problems.length === 0 ? 'none' : problems.length}`)
  for (const problem of problems) printLine(`\n${describeProblem(problem)}`)
  return 0
}

function describeProgress(progress: IndexProgress, now: number): string {
  if (progress.checkedAt === null && progress.pid === null)
    return 'not built yet; `plumbline index` builds it'
  const checked =
    progress.checkedAt === null ? 'never' : `${Math.round((now - progress.checkedAt) / 1000)} s ago`
  // A process that is paused or cannot write has sent no sign of life either.
  if (progress.message && (progress.state === 'failed' || progress.state === 'stalled'))
    return progress.message
  if (!isIndexerAlive(progress, now)) {
    return `no process is indexing; last compared ${checked}`
  }
  if (progress.state === 'indexing')
    return `${progress.done} of ${progress.total} files read by process ${progress.pid}`
  if (progress.message) return progress.message
  return `kept fresh by process ${progress.pid}, compared ${checked}`
}

function describeProblem({ path, line, severity, message, remedy }: Problem): string {
  return `${printableInLine(path)}${line === null ? '' : `:${line}`}  ${severity}\n  ${message}\n  ${remedy}`
}
