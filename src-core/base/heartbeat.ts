import { createListeners } from './listeners.ts'

const BEAT_MS = 1_000

const listeners = createListeners()
let timer: NodeJS.Timeout | undefined

/**
 * Calls `listener` every `seconds` seconds until the returned function is called. All listeners of a thread share one timer, so that
 * an idle process wakes once a second. The timer does not keep the process alive.
 */
export function onHeartbeat(listener: () => void, seconds = 1): () => void {
  let beats = 0
  const remove = listeners.add(() => {
    if (++beats % seconds === 0) listener()
  })
  timer ??= setInterval(() => listeners.notify(), BEAT_MS).unref()
  return () => {
    remove()
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}
