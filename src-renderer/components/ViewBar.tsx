import type { ReactNode } from 'react'
import './bars.css'

/** The head of a view, 44 px high: title, `note` (state, count), and actions at the right. */
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

/** The row of filters below the head, 40 px high. `end` is at the right. */
export function FilterBar({ children, end }: { readonly children: ReactNode; readonly end?: ReactNode }) {
  return (
    <div className="filter-bar">
      {children}
      <div className="bar-actions">{end}</div>
    </div>
  )
}
