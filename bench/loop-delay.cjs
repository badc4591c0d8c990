// Loaded into the desktop app's main process with --require: how long that process could not attend to anything.
// `loopDelay.reset()` begins a span, `loopDelay.read()` tells what was seen in it, in milliseconds.
const { monitorEventLoopDelay } = require('node:perf_hooks')

const RESOLUTION_MS = 2
const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
histogram.enable()

/** Milliseconds beyond the timer's own. */
const beyond = (nanoseconds) => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS)

// What the thread itself computed between two looks: unlike the delay, this does not grow when others have the processor.
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
