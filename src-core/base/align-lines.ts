// Spans without unique lines are compared pair by pair, up to this many pairs.
const MAX_PAIRS = 250_000

/**
 * Aligns the lines of two texts. Equal lines at both ends are matched first, then lines that occur once in both texts, then
 * the longest common subsequence of the rest. Changed lines are matched with the lines that they replace.
 * @returns for each line of `now`, the index of its line in `before`, in ascending order; `null` for a new line
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
  matchReplaced(before.length, from)
  return from
}

/** Returns pairs of equal lines that occur once in each span, in an order that both share. */
function uniqueInBoth(
  before: readonly string[],
  now: readonly string[],
  a: number,
  aEnd: number,
  b: number,
  bEnd: number,
): [number, number][] {
  const seen = new Map<string, { a: number; b: number; isUnique: boolean }>()
  for (let at = a; at < aEnd; at++) {
    const line = before[at] ?? ''
    const known = seen.get(line)
    if (known) known.isUnique = false
    else seen.set(line, { a: at, b: -1, isUnique: true })
  }
  const pairs: [number, number][] = []
  for (let at = b; at < bEnd; at++) {
    const known = seen.get(now[at] ?? '')
    if (!known) continue
    if (known.b >= 0) known.isUnique = false
    known.b = at
  }
  for (const { a: atA, b: atB, isUnique } of seen.values()) if (isUnique && atB >= 0) pairs.push([atA, atB])
  return longestIncreasing(pairs.sort((x, y) => x[0] - y[0]))
}

/** Returns the longest subsequence of `pairs`, sorted by the first number, whose second numbers increase. */
function longestIncreasing(pairs: readonly [number, number][]): [number, number][] {
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

/** Matches the unmatched lines of a span with the unmatched old lines of the same span, in order. */
function matchReplaced(total: number, from: (number | null)[]): void {
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
