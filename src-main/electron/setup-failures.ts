import { app, dialog, shell } from 'electron'
import type { Core } from '../../src-core/app/create-core.ts'
import { describeFailure } from '../../src-core/base/describe-failure.ts'
import type { Logger } from '../../src-core/base/log.ts'
import { describeError, PlumblineError } from '../../src-shared/contract/errors.ts'

const SOURCE = 'desktop app'

/** Logs, reports and shows failures of the main process. */
export interface Failures {
  /**
   * From now on failures are also in the error list, and waiting activity is written however the process ends.
   * @param beforeFlush called before the activity is flushed at exit
   */
  use(core: Pick<Core, 'activity'>, beforeFlush: () => void): void
  /** Logs and reports a failure after which the app continues. */
  report(error: unknown, summary: string): void
  /** Shows why the app cannot start, and ends it. */
  stop(error: unknown): void
}

/** @param logFile the text log, named in dialogues */
export function setupFailures(log: Logger, logFile: string): Failures {
  let core: Pick<Core, 'activity'> | null = null
  let isShown = false

  function report(error: unknown, summary: string): void {
    log('error', `${summary}: ${error instanceof Error ? error.stack : String(error)}`)
    core?.activity.report(describeFailure(error, SOURCE, summary))
  }

  async function show(error: unknown): Promise<void> {
    if (isShown) return
    isShown = true
    try {
      await app.whenReady()
      const { response } = await dialog.showMessageBox({
        type: 'error',
        message: 'Unexpected error',
        detail: `${describeError(error)}\n\nPlumbline may not work correctly until it is restarted. The log is ${logFile}.`,
        buttons: ['Continue', 'Restart', 'Show the log'],
        defaultId: 1,
        cancelId: 0,
        noLink: true,
      })
      if (response === 2) shell.showItemInFolder(logFile)
      if (response !== 1) return
      app.relaunch()
      app.quit()
    } finally {
      isShown = false
    }
  }

  process.on('uncaughtException', (error: unknown) => {
    report(error, 'Uncaught exception in the desktop app')
    core?.activity.flush()
    void show(error)
  })
  process.on('unhandledRejection', (reason: unknown) =>
    report(reason, 'Unhandled rejection in the desktop app'),
  )

  return {
    use(opened, beforeFlush) {
      core = opened
      process.on('exit', () => {
        beforeFlush()
        opened.activity.flush()
      })
    },
    report,
    stop(error) {
      report(error, 'Plumbline could not be started')
      core?.activity.flush()
      const expected = error instanceof PlumblineError
      const text = expected
        ? `${error.message}\n\n${error.remedy}`
        : `${describeError(error)}\n\nThe log is ${logFile}.`
      dialog.showErrorBox('Plumbline could not be started', text)
      app.exit(1)
    },
  }
}
