import type { ReactNode } from 'react'
import { CopyButton } from './CopyButton.tsx'
import './copy-field.css'

/** A value to be copied, with its label before it. `children` are further buttons. */
export function CopyField({
  label,
  value,
  shown = value,
  children,
}: {
  readonly label: string
  readonly value: string
  /** What stands there instead of the value. */
  readonly shown?: string
  readonly children?: ReactNode
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: there is nothing to fill in.
    <div className="copy-field" role="group" aria-label={label}>
      <span className="copy-label" aria-hidden="true">
        {label}
      </span>
      <span className="copy-value mono ellipsis">{shown}</span>
      {children}
      <CopyButton text={value} label={`Copy the ${/^[A-Z]+$/.test(label) ? label : label.toLowerCase()}`} />
    </div>
  )
}
