import type { ReactNode } from 'react'
import './bars.css'

/** The 44 px head of a view: title, what belongs to it (state, count), and actions at the right. */
export function ViewBar({
  title,
  note,
  children,
}: {
  readonly title: ReactNode
  readonly note?: ReactNode
  readonly children?: ReactNode
}) {
  return (
    <header className="view-bar">
      <h1 className="view-title">{title}</h1>
      {note === undefined ? null : <div className="view-note">{note}</div>}
      <div className="bar-actions">{children}</div>
    </header>
  )
}

/** The 40 px row of filters below it. What is in `end` sits at the right. */
export function FilterBar({ children, end }: { readonly children: ReactNode; readonly end?: ReactNode }) {
  return (
    <div className="filter-bar">
      {children}
      <div className="bar-actions">{end}</div>
    </div>
  )
}
