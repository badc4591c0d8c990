import type { ReactNode } from 'react'

/** A step of the first run, on the line that joins the steps. */
export function Step({
  number,
  title,
  children,
}: {
  readonly number: number
  readonly title: string
  readonly children: ReactNode
}) {
  const id = `step-${number}`
  return (
    <section className="step" aria-labelledby={id}>
      <span className="step-number figures" aria-hidden="true">
        {number}
      </span>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  )
}
