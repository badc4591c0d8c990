/** Milliseconds since the system started this process. */
export function sinceStart(): number {
  return Math.round(Date.now() - (process.getCreationTime() ?? Number.NaN))
}
