import type { ReactNode } from 'react'
import { CopyButton } from './CopyButton.tsx'
import './code.css'

/** A block of code with a button that copies `text`. `children` is the highlighted code. */
export function CodeBlock({
  text,
  children,
  label,
}: {
  readonly text: string
  readonly children?: ReactNode
  /** Name for screen readers: `python example`. */
  readonly label?: string
}) {
  return (
    <div className="code-block">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways, and must do so by keyboard too. */}
      {/* biome-ignore lint/a11y/useSemanticElements: only `pre` keeps spaces. */}
      <pre tabIndex={0} aria-label={label ?? 'Code'} role="region">
        {children ?? <code>{text}</code>}
      </pre>
      <CopyButton text={text} label="Copy the code" />
    </div>
  )
}
