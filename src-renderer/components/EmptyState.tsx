import type { ReactNode } from 'react'
import { PlumbBob } from './PlumbBob.tsx'
import './small.css'

/** Shown in the place of an empty list: a title, an explanation, and at most two buttons as `children`. */
export function EmptyState({
  title,
  text,
  children,
}: {
  readonly title: ReactNode
  readonly text?: ReactNode
  readonly children?: ReactNode
}) {
  return (
    <div className="empty-state">
      <PlumbBob line={36} outline />
      <h2>{title}</h2>
      {text === undefined ? null : <p>{text}</p>}
      {children === undefined ? null : <div className="empty-actions">{children}</div>}
    </div>
  )
}
