import { app, dialog, shell } from 'electron'
import type { Core } from '../../src-core/app/create-core.ts'
import { describeFailure } from '../../src-core/base/describe-failure.ts'
import type { Logger } from '../../src-core/base/log.ts'
import { describeError, PlumblineError } from '../../src-shared/contract/errors.ts'

const WHERE = 'desktop app'

/** Sees to it that no failure of the main process goes unseen. */
export interface Failures {
  /** From now on failures go into the error log as well, and what waits for the log is written however the process ends. */
  use(core: Pick<Core, 'activity'>, before: () => void): void
  /** Logs and reports a failure that the app gets over. */
  report(error: unknown, what: string): void
  /** The app cannot start: says why, and ends. */
  stop(error: unknown): void
}

/** @param logFile where the log is, for those who look for it */
export function setupFailures(log: Logger, logFile: string): Failures {
  let core: Pick<Core, 'activity'> | null = null
  let isShown = false

  function report(error: unknown, what: string): void {
    log('error', `${what}: ${error instanceof Error ? error.stack : String(error)}`)
    core?.activity.report(describeFailure(error, WHERE, what))
  }

  async function show(error: unknown): Promise<void> {
    if (isShown) return
    isShown = true
    try {
      await app.whenReady()
      const { response } = await dialog.showMessageBox({
        type: 'error',
        message: 'Plumbline met a failure that it did not expect.',
        detail: `${describeError(error)}\n\nWhat it does now may be wrong until it is started again. The log is ${logFile}.`,
        buttons: ['Go on', 'Start again', 'Show the log'],
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
    report(error, 'The desktop app met a failure that nobody caught')
    core?.activity.flush()
    void show(error)
  })
  process.on('unhandledRejection', (reason: unknown) =>
    report(reason, 'Something that the desktop app had begun failed'),
  )

  return {
    use(opened, before) {
      core = opened
      process.on('exit', () => {
        before()
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
