// What is left between lines that stand out is compared pair by pair up to this many pairs.
const MAX_PAIRS = 250_000

/**
 * For each line of `now` the line of `before` that it is, or that it stands in for; `null` for a new one. Never crosses.
 * Lines at both ends come first, then those that occur once in both, then the longest common run of what lies between.
 */
export function alignLines(before: readonly string[], now: readonly string[]): (number | null)[] {
  const from: (number | null)[] = new Array(now.length).fill(null)
  const todo: [a: number, aEnd: number, b: number, bEnd: number][] = [[0, before.length, 0, now.length]]
  for (let span = todo.pop(); span; span = todo.pop()) {
    let [a, aEnd, b, bEnd] = span
    while (a < aEnd && b < bEnd && before[a] === now[b]) from[b++] = a++
    while (a < aEnd && b < bEnd && before[aEnd - 1] === now[bEnd - 1]) from[--bEnd] = --aEnd
    if (a === aEnd || b === bEnd) continue
    const anchors = uniqueInBoth(before, now, a, aEnd, b, bEnd)
    if (anchors.length > 0) {
      let [lastA, lastB] = [a, b]
      for (const [atA, atB] of anchors) {
        todo.push([lastA, atA, lastB, atB])
        from[atB] = atA
        lastA = atA + 1
        lastB = atB + 1
      }
      todo.push([lastA, aEnd, lastB, bEnd])
    } else if ((aEnd - a) * (bEnd - b) <= MAX_PAIRS) {
      longestCommon(before, now, [a, aEnd, b, bEnd], from)
    }
  }
  standIn(before.length, from)
  return from
}

/** Lines that occur once on each side, in an order that both share. */
function uniqueInBoth(
  before: readonly string[],
  now: readonly string[],
  a: number,
  aEnd: number,
  b: number,
  bEnd: number,
): [number, number][] {
  const seen = new Map<string, { a: number; b: number; times: number }>()
  for (let at = a; at < aEnd; at++) {
    const line = before[at] ?? ''
    const known = seen.get(line)
    if (known) known.times = 9
    else seen.set(line, { a: at, b: -1, times: 1 })
  }
  const pairs: [number, number][] = []
  for (let at = b; at < bEnd; at++) {
    const known = seen.get(now[at] ?? '')
    if (!known) continue
    known.times = known.b >= 0 ? 9 : known.times
    known.b = at
  }
  for (const { a: atA, b: atB, times } of seen.values()) if (times === 1 && atB >= 0) pairs.push([atA, atB])
  return rising(pairs.sort((x, y) => x[0] - y[0]))
}

/** The longest part of `pairs` (rising in the first number) that rises in the second one too. */
function rising(pairs: readonly [number, number][]): [number, number][] {
  const ends: number[] = []
  const previous: number[] = []
  pairs.forEach(([, b], at) => {
    let low = 0
    let high = ends.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((pairs[ends[middle] ?? 0]?.[1] ?? 0) < b) low = middle + 1
      else high = middle
    }
    previous[at] = low > 0 ? (ends[low - 1] ?? -1) : -1
    ends[low] = at
  })
  const found: [number, number][] = []
  for (let at = ends.at(-1) ?? -1; at >= 0; at = previous[at] ?? -1) {
    const pair = pairs[at]
    if (pair) found.push(pair)
  }
  return found.reverse()
}

function longestCommon(
  before: readonly string[],
  now: readonly string[],
  [a, aEnd, b, bEnd]: readonly [number, number, number, number],
  from: (number | null)[],
): void {
  const width = bEnd - b + 1
  const best = new Uint32Array((aEnd - a + 1) * width)
  const at = (i: number, j: number) => best[(i - a) * width + (j - b)] ?? 0
  for (let i = aEnd - 1; i >= a; i--) {
    for (let j = bEnd - 1; j >= b; j--) {
      best[(i - a) * width + (j - b)] =
        before[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  let i = a
  let j = b
  while (i < aEnd && j < bEnd) {
    if (before[i] === now[j]) from[j++] = i++
    else if (at(i + 1, j) >= at(i, j + 1)) i++
    else j++
  }
}

/** Lines that were changed stand in for those that were there, in order, as long as both last. */
function standIn(total: number, from: (number | null)[]): void {
  let next = 0
  for (let at = 0; at < from.length; ) {
    const known = from[at]
    if (known !== null && known !== undefined) {
      next = known + 1
      at++
      continue
    }
    let stop = at
    while (stop < from.length && from[stop] === null) stop++
    const until = from[stop] ?? total
    for (; at < stop; at++) if (next < until) from[at] = next++
    next = until
  }
}
