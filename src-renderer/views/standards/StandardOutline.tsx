import { type RefObject, useEffect, useState } from 'react'
import { Link } from 'wouter'
import type { StandardView } from '../../../src-shared/contract/editing.ts'
import { formatNumber } from '../../../src-shared/format.ts'
import { standardPath } from '../../state/paths.ts'

/** The sections with their number of requests. A line marks the section at the top of the pane. */
export function StandardOutline({
  view,
  sections,
  scroller,
}: {
  readonly view: StandardView
  readonly sections: Readonly<Record<string, number>> | undefined
  readonly scroller: RefObject<HTMLElement | null>
}) {
  const current = useCurrentSection(scroller, view)
  const headings = view.sections.filter(({ level, heading }) => level > 0 && heading !== '')
  const hasTop = headings.length > 1 && headings.filter(({ level }) => level === 1).length === 1
  const listed = hasTop ? headings.filter(({ level }) => level > 1) : headings
  const outermost = Math.min(...listed.map(({ level }) => level))
  if (listed.length === 0) return null
  return (
    <nav className="outline" aria-label="Outline">
      <div className="side-head">
        <h2>Outline</h2>
        <span>asked</span>
      </div>
      <ol>
        {listed.map(({ slug, heading, level }) => {
          const times = sections?.[slug] ?? 0
          return (
            <li key={slug}>
              <Link
                href={standardPath(view.id, { section: slug })}
                replace
                className="outline-item"
                aria-current={slug === current ? 'location' : undefined}
                style={{ paddingLeft: 8 + 10 * Math.min(3, level - outermost) }}
                onClick={() => document.getElementById(slug)?.scrollIntoView({ block: 'start' })}
              >
                <span className="ellipsis" title={heading}>
                  {heading}
                </span>
                <span className="figures outline-asked">
                  {times === 0 ? '' : formatNumber(times)}
                  {times === 0 ? null : <span className="for-readers"> times asked for</span>}
                </span>
              </Link>
            </li>
          )
        })}
      </ol>
    </nav>
  )
}

/** Pixels below the top of the pane within which a heading counts as reached. */
const REACHED = 48

function useCurrentSection(scroller: RefObject<HTMLElement | null>, view: StandardView): string | null {
  const [current, setCurrent] = useState<string | null>(null)
  useEffect(() => {
    const pane = scroller.current
    if (!pane) return
    let frame = 0
    const update = (): void => {
      frame = 0
      const edge = pane.getBoundingClientRect().top + REACHED
      let reached: string | null = null
      for (const { slug } of view.sections) {
        const heading = slug === '' ? null : document.getElementById(slug)
        if (heading && heading.getBoundingClientRect().top <= edge) reached = slug
      }
      // The last sections may be too short to reach the top.
      const atEnd = pane.scrollTop > 0 && pane.scrollTop + pane.clientHeight >= pane.scrollHeight - 2
      setCurrent(atEnd ? (view.sections.at(-1)?.slug ?? reached) : reached)
    }
    const onScroll = (): void => {
      if (frame === 0) frame = requestAnimationFrame(update)
    }
    onScroll()
    pane.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      cancelAnimationFrame(frame)
      pane.removeEventListener('scroll', onScroll)
    }
  }, [scroller, view.sections])
  return current
}
