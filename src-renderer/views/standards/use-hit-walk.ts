import { type RefObject, useEffect, useState } from 'react'

export interface HitWalk {
  readonly count: number
  /** From 0; `null` before the first step. */
  readonly current: number | null
  readonly walk: (step: 1 | -1) => void
}

/** Goes through the marks of a document. `of` identifies the document: with another one it starts over. */
export function useHitWalk(scroller: RefObject<HTMLElement | null>, words: string, of: object): HitWalk {
  const [count, setCount] = useState(0)
  const [current, setCurrent] = useState<number | null>(null)

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when words or document change.
  useEffect(() => {
    const pane = scroller.current
    setCurrent(null)
    if (!pane) return
    const count = (): void => setCount(marksIn(pane).length)
    count()
    // The highlighter is loaded later and renders code blocks again.
    const observer = new MutationObserver(count)
    observer.observe(pane, { childList: true, subtree: true })
    return () => observer.disconnect()
  }, [scroller, words, of])

  function walk(step: 1 | -1): void {
    const marks = scroller.current ? marksIn(scroller.current) : []
    if (marks.length === 0) return
    const next = current === null ? (step === 1 ? 0 : marks.length - 1) : current + step
    const index = (next + marks.length) % marks.length
    for (const mark of marks) mark.removeAttribute('data-current')
    marks[index]?.setAttribute('data-current', '')
    marks[index]?.scrollIntoView({ block: 'center' })
    setCurrent(index)
  }

  return { count, current, walk }
}

function marksIn(pane: HTMLElement): HTMLElement[] {
  return [...pane.querySelectorAll<HTMLElement>('mark')]
}
