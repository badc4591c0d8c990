/** How often the parent is checked, in milliseconds. The end of stdin usually comes first; this is for when it does not. */
const INTERVAL = 2_000

/** How the process sees its parent; an argument, for tests. */
export interface ParentProbe {
  /** The parent's current id; on POSIX it changes when the parent dies, on Windows it does not. */
  ppid(): number
  /** False when no process has this id. */
  isAlive(pid: number): boolean
}

/** True while the process that started this one runs. */
export function parentLives(startedBy: number, probe: ParentProbe): boolean {
  return probe.ppid() === startedBy && (startedBy <= 1 || probe.isAlive(startedBy))
}

/** Calls `onGone` once when the parent process is gone. Its timer does not keep the process alive. Returns a function that stops it. */
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
      // EPERM: the process runs under another user.
      return (error as NodeJS.ErrnoException).code !== 'ESRCH'
    }
  },
}
