/** The path of a copy in the same folder: `go/errors copy.md`. */
export function copyPath(id: string): string {
  const { start, stop } = stemRange(id)
  return `${id.slice(0, start)}${id.slice(start, stop)} copy${id.slice(stop)}`
}

/** Offsets of the file name without its extension, which may have two parts (`.instructions.md`). */
export function stemRange(id: string): { readonly start: number; readonly stop: number } {
  const start = id.lastIndexOf('/') + 1
  const ending = /(?:\.instructions)?\.[^./]+$/i.exec(id.slice(start))
  return { start, stop: ending && ending.index > 0 ? start + ending.index : id.length }
}
