/** How long closing may take before the process ends anyway, in milliseconds. */
const CLOSE_TIMEOUT_MS = 8_000

/** Resolves with the signal that stops this process. A second signal ends the process at once. */
export function waitForStopSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let isStopping = false
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (isStopping) process.exit(1)
        isStopping = true
        setTimeout(() => process.exit(0), CLOSE_TIMEOUT_MS).unref()
        resolve(signal)
      })
    }
  })
}
