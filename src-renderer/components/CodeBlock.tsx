import type { ReactNode } from 'react'
import { CopyButton } from './CopyButton.tsx'
import './code.css'

/** A block of code with a button that copies it. `children` is the code as it is drawn, coloured or not. */
export function CodeBlock({
  text,
  children,
  label,
}: {
  readonly text: string
  readonly children?: ReactNode
  /** What it is, for screen readers: `python example`. */
  readonly label?: string
}) {
  return (
    <div className="code-block">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways, also for those without a mouse. */}
      {/* biome-ignore lint/a11y/useSemanticElements: it has to keep its spaces. */}
      <pre tabIndex={0} aria-label={label ?? 'Code'} role="region">
        {children ?? <code>{text}</code>}
      </pre>
      <CopyButton text={text} label="Copy the code" />
    </div>
  )
}
