import { Command } from 'commander'
import type { CommandRunner, CoreContext } from '../command.ts'
import { noteLine, printJson, printLine } from '../output.ts'

interface IndexOptions {
  readonly force?: boolean
  readonly json?: boolean
}

/** `plumbline index`: brings the index in line with the library, and shows the progress. */
export function indexCommand(runner: CommandRunner): Command {
  return new Command('index')
    .summary('compare the library with the index now')
    .option('--force', 'read every file again')
    .option('--json', 'print JSON')
    .action((options: IndexOptions, command) =>
      runner.onCore(command, { indexes: true }, (context) => indexLibrary(context, options)),
    )
}

async function indexLibrary({ core }: CoreContext, options: IndexOptions): Promise<number> {
  const startedAt = performance.now()
  const stopShowing = options.json ? () => {} : showProgress(core)
  try {
    await core.whenFresh()
    // Waiting for a fresh index is a comparison too.
    if (core.isIndexing() || options.force) await core.reindex(options.force ?? false)
  } finally {
    stopShowing()
  }
  const status = core.library.status()
  const seconds = Math.round(performance.now() - startedAt) / 1000
  if (options.json) {
    printJson({ ...status, seconds })
  } else {
    printLine(`${status.standards} standards from ${status.library}, compared in ${seconds} s.`)
    if (!core.isIndexing())
      printLine(`Another Plumbline process (${status.progress.pid}) keeps the index fresh.`)
    if (status.problems > 0) printLine(`${status.problems} problems; \`plumbline status\` shows them.`)
    if (status.progress.message) noteLine(status.progress.message)
  }
  return ['missing', 'failed', 'stalled'].includes(status.progress.state) ? 1 : 0
}

function showProgress(core: CoreContext['core']): () => void {
  if (!process.stderr.isTTY) return () => {}
  let shown = false
  const timer = setInterval(() => {
    const progress = progressOf(core)
    if (progress?.state !== 'indexing') return
    const { done, total } = progress
    shown = true
    process.stderr.write(`\r${done} of ${total} `)
  }, 200)
  return () => {
    clearInterval(timer)
    if (shown) process.stderr.write('\r\x1b[K')
  }
}

/** `null` while the index cannot be read; the status that is printed afterwards says why. */
function progressOf(core: CoreContext['core']) {
  try {
    return core.library.status().progress
  } catch {
    return null
  }
}
