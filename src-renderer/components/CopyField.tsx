import type { ReactNode } from 'react'
import { CopyButton } from './CopyButton.tsx'
import './copy-field.css'

/** A labelled value with a copy button. `children` are further buttons. */
export function CopyField({
  label,
  value,
  shown = value,
  children,
}: {
  readonly label: string
  readonly value: string
  /** Shown instead of the value, such as a masked token. */
  readonly shown?: string
  readonly children?: ReactNode
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: it is no form field.
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
