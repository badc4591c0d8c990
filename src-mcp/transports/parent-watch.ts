/** How often the parent is looked for, in milliseconds. stdin's end usually comes first; this is for when it does not. */
const INTERVAL = 2_000

/** The process's view of its parent, handed in so that tests can play it. */
export interface ParentProbe {
  /** The parent's id now; on POSIX it changes when the parent dies, on Windows it does not. */
  ppid(): number
  /** False when no process has this id. */
  isAlive(pid: number): boolean
}

/** True as long as the process that started this one still runs. */
export function parentLives(startedBy: number, probe: ParentProbe): boolean {
  return probe.ppid() === startedBy && (startedBy <= 1 || probe.isAlive(startedBy))
}

/** Calls `onGone` once when the parent process is gone; returns the function that stops watching. Keeps nothing alive. */
export function watchParent(
  onGone: () => void,
  probe: ParentProbe = systemProbe,
  interval = INTERVAL,
): () => void {
  const startedBy = probe.ppid()
  const timer = setInterval(() => {
    if (parentLives(startedBy, probe)) return
    clearInterval(timer)
    onGone()
  }, interval)
  timer.unref()
  return () => clearInterval(timer)
}

const systemProbe: ParentProbe = {
  ppid: () => process.ppid,
  isAlive(pid) {
    try {
      process.kill(pid, 0)
      return true
    } catch (error) {
      // EPERM: it runs, under another user.
      return (error as NodeJS.ErrnoException).code !== 'ESRCH'
    }
  },
}
