import { useCallback, useEffect, useState } from 'react'
import { inspectText } from '../../../../src-shared/standard/inspect-text.ts'
import type { TextInspection } from '../../../../src-shared/standard/standard.ts'

/**
 * Milliseconds without a change after which a typed text is inspected. A text of 200 KB takes about a millisecond, long broken
 * front matter up to half a second; and problems of a half-typed line would come and go under the cursor.
 */
const PAUSE = 200

/**
 * What the indexer would make of a text. A text that changes again and again (typing) is inspected once it rests.
 * @returns the inspection, and a function that inspects another text of the same standard at once
 */
export function useInspection(
  id: string,
  text: string,
): readonly [inspection: TextInspection, inspectNow: (text: string) => void] {
  const inspect = useCallback((next: string) => ({ id, text: next, result: inspectText(id, next) }), [id])
  const [newest, setNewest] = useState(() => inspect(text))
  const isNewest = newest.text === text && newest.id === id

  useEffect(() => {
    if (isNewest) return
    const timer = setTimeout(() => setNewest(inspect(text)), PAUSE)
    return () => clearTimeout(timer)
  }, [inspect, text, isNewest])

  const inspectNow = useCallback((next: string) => setNewest(inspect(next)), [inspect])
  return [newest.result, inspectNow]
}
