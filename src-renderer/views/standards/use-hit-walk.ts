import { type RefObject, useEffect, useState } from 'react'

export interface HitWalk {
  readonly count: number
  /** From 0; `null` before the first step. */
  readonly current: number | null
  readonly walk: (step: 1 | -1) => void
}

/** Walks through the marks of a document; `of` is the document, so that another one begins anew. */
export function useHitWalk(scroller: RefObject<HTMLElement | null>, words: string, of: object): HitWalk {
  const [count, setCount] = useState(0)
  const [current, setCurrent] = useState<number | null>(null)

  // biome-ignore lint/correctness/useExhaustiveDependencies: other words or another document begin anew.
  useEffect(() => {
    const pane = scroller.current
    setCurrent(null)
    if (!pane) return
    const look = (): void => setCount(marksIn(pane).length)
    look()
    // The highlighter comes late and draws the code anew.
    const observer = new MutationObserver(look)
    observer.observe(pane, { childList: true, subtree: true })
    return () => observer.disconnect()
  }, [scroller, words, of])

  function walk(step: 1 | -1): void {
    const marks = scroller.current ? marksIn(scroller.current) : []
    if (marks.length === 0) return
    const next = current === null ? (step === 1 ? 0 : marks.length - 1) : current + step
    const at = (next + marks.length) % marks.length
    for (const mark of marks) mark.removeAttribute('data-current')
    marks[at]?.setAttribute('data-current', '')
    marks[at]?.scrollIntoView({ block: 'center' })
    setCurrent(at)
  }

  return { count, current, walk }
}

function marksIn(pane: HTMLElement): HTMLElement[] {
  return [...pane.querySelectorAll<HTMLElement>('mark')]
}
