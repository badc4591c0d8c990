// `--require` loads this file into the desktop app's main process. It measures how long the event loop of that process was blocked.
// `loopDelay.reset()` starts a measurement, `loopDelay.read()` returns its delays in milliseconds.
const { monitorEventLoopDelay } = require('node:perf_hooks')

const RESOLUTION_MS = 2
const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
histogram.enable()

/** Converts to milliseconds and subtracts the interval of the timer. */
const beyond = (nanoseconds) => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS)

// The processor time of the thread between two turns. Unlike the delay, it does not grow when other processes run.
let worked = 0
let before = process.threadCpuUsage()
setInterval(() => {
  const now = process.threadCpuUsage()
  worked = Math.max(worked, (now.user + now.system - before.user - before.system) / 1e3)
  before = now
}, RESOLUTION_MS).unref()

globalThis.loopDelay = {
  reset() {
    histogram.reset()
    worked = 0
  },
  read: () => ({
    p50: beyond(histogram.percentile(50)),
    p99: beyond(histogram.percentile(99)),
    p999: beyond(histogram.percentile(99.9)),
    max: beyond(histogram.max),
    worked,
  }),
}
