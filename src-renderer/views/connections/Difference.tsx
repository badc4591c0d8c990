import type { DifferenceLine } from '../../../src-shared/contract/clients.ts'

const SIGNS: Readonly<Record<DifferenceLine['kind'], string>> = {
  unchanged: ' ',
  added: '+',
  removed: '−',
  gap: '⋯',
}

/** The planned changes of a file, by line. */
export function Difference({
  lines,
  label,
}: {
  readonly lines: readonly DifferenceLine[]
  readonly label: string
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also for those without a mouse.
    // biome-ignore lint/a11y/useSemanticElements: it has to keep its spaces.
    <pre className="difference mono" role="region" aria-label={label} tabIndex={0}>
      {lines.map(({ kind, text }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines never move within one difference.
        <div key={at} className="difference-line" data-kind={kind}>
          <span className="difference-sign" aria-hidden="true">
            {SIGNS[kind]}
          </span>
          {kind === 'added' || kind === 'removed' ? (
            <span className="unseen">{kind === 'added' ? 'Added: ' : 'Removed: '}</span>
          ) : null}
          {text}
        </div>
      ))}
    </pre>
  )
}
