/** How long closing may take before the process ends anyway, in milliseconds. */
const LAST_BREATH = 8_000

/** Resolves with the signal that asks this process to end; from then on it has some seconds to do so. */
export function waitForSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let asked = false
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        // Whoever asks twice does not want to wait.
        if (asked) process.exit(1)
        asked = true
        setTimeout(() => process.exit(0), LAST_BREATH).unref()
        resolve(signal)
      })
    }
  })
}
