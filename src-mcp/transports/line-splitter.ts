const LINE_FEED = 0x0a

/** A whole line without its line feed, or the sign that a line was too long. */
export type Line = { readonly bytes: Buffer } | { readonly tooLong: true }

/** Splits a stream of bytes into lines. A line over the limit is reported once and skipped, never held in memory. */
export interface LineSplitter {
  push(chunk: Buffer): Line[]
  /** The rest after the last line feed. To be called when the stream ends. */
  end(): Line[]
}

/** @param maxBytes the longest line that is read, without its line feed */
export function createLineSplitter(maxBytes: number): LineSplitter {
  let parts: Buffer[] = []
  let size = 0
  let skipping = false

  function take(last: Buffer): Line {
    const bytes = parts.length === 0 ? last : Buffer.concat([...parts, last])
    parts = []
    size = 0
    return { bytes }
  }

  /** Buffers a part of an unfinished line. Returns the report when the line has just become too long. */
  function buffer(part: Buffer): Line[] {
    if (skipping) return []
    if (size + part.length <= maxBytes) {
      if (part.length > 0) parts.push(part)
      size += part.length
      return []
    }
    parts = []
    size = 0
    skipping = true
    return [{ tooLong: true }]
  }

  return {
    push(chunk) {
      const lines: Line[] = []
      let start = 0
      for (let at = chunk.indexOf(LINE_FEED); at !== -1; at = chunk.indexOf(LINE_FEED, start)) {
        const part = chunk.subarray(start, at)
        if (!skipping && size + part.length <= maxBytes) lines.push(take(part))
        else lines.push(...buffer(part))
        skipping = false
        start = at + 1
      }
      lines.push(...buffer(chunk.subarray(start)))
      return lines
    },
    end() {
      return size === 0 ? [] : [take(Buffer.alloc(0))]
    },
  }
}
