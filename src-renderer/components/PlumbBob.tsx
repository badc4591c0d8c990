/** The plumb bob, Plumbline's mark: filled as the logo, in outline for empty states. `line` is the length of its line, px. */
export function PlumbBob({
  line = 28,
  outline = false,
}: {
  readonly line?: number
  readonly outline?: boolean
}) {
  const height = line + 17
  return (
    <svg width="20" height={height} viewBox={`0 0 20 ${height}`} fill="none" aria-hidden="true">
      <path
        d={`M10 0V${line}`}
        stroke={outline ? 'var(--control-line)' : 'var(--text-3)'}
        strokeWidth="1.75"
      />
      <path
        transform={`translate(-2 ${line - 7})`}
        d="M10 7h4v2.250l2.900 2.100a2.300 2.300 0 0 1 .6 3L12 23.250 6.500 14.350a2.300 2.300 0 0 1 .6-3L10 9.250z"
        fill={outline ? 'var(--panel)' : 'var(--fill)'}
        stroke={outline ? 'var(--text-3)' : 'none'}
        strokeWidth="1.4"
        strokeLinejoin="round"
      />
    </svg>
  )
}
