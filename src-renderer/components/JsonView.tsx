import { startTransition, useMemo, useState } from 'react'
import { formatCount, formatNumber } from '../../src-shared/format.ts'
import { FIRST_ITEMS, fittingDepth } from './json-depth.ts'
import './code.css'

/** Length of a string that fits on one line. */
const SHORT = 32
/** Characters of a folded string that are rendered; the end of the line cuts them off. */
const FOLDED = 120

/** JSON that can be folded. `open` levels start open, fewer when that would be many lines. */
export function JsonView({
  value,
  open = 3,
  label = 'JSON',
}: {
  readonly value: unknown
  readonly open?: number
  readonly label?: string
}) {
  const depth = useMemo(() => fittingDepth(value, open), [value, open])
  return (
    <section className="json" aria-label={label}>
      <Node name={null} value={value} depth={0} open={depth} />
    </section>
  )
}

interface NodeProps {
  readonly name: string | null
  readonly value: unknown
  readonly depth: number
  readonly open: number
}

function Node(props: NodeProps) {
  const { value } = props
  if (typeof value === 'object' && value !== null) return <Branch {...props} value={value} />
  return (
    <Line depth={props.depth}>
      <Name name={props.name} />
      <Leaf value={value} />
    </Line>
  )
}

function Branch({ name, value, depth, open }: NodeProps & { readonly value: object }) {
  const [opened, setOpened] = useState(depth < open)
  const [shown, setShown] = useState(FIRST_ITEMS)
  const list = Array.isArray(value)
  const entries: readonly (readonly [string | null, unknown])[] = list
    ? value.map((item: unknown) => [null, item] as const)
    : Object.entries(value)
  const [left, right] = list ? ['[', ']'] : ['{', '}']
  const size = formatCount(entries.length, list ? 'item' : 'key')
  if (entries.length === 0)
    return (
      <Line depth={depth}>
        <Name name={name} />
        <span className="json-sign">
          {left} {right}
        </span>
      </Line>
    )
  return (
    <>
      <Line depth={depth}>
        <button
          type="button"
          className="json-fold"
          aria-expanded={opened}
          aria-label={`${name ?? (list ? 'list' : 'object')}, ${size}`}
          onClick={() => startTransition(() => setOpened(!opened))}
        ></button>
        <Name name={name} />
        <span className="json-sign">
          {opened ? left : `${left} ${list || depth > 0 ? size : previewOf(entries)} ${right}`}
        </span>
      </Line>
      {opened ? (
        <>
          {entries.slice(0, shown).map(([key, item], index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the value never changes in place.
            <Node key={`${key}-${index}`} name={key} value={item} depth={depth + 1} open={open} />
          ))}
          {entries.length > shown ? (
            <Line depth={depth + 1}>
              <button
                type="button"
                className="json-more"
                onClick={() => startTransition(() => setShown(shown + 2 * FIRST_ITEMS))}
              >
                {formatNumber(entries.length - shown)} more
              </button>
            </Line>
          ) : null}
          <Line depth={depth}>
            <span className="json-sign">{right}</span>
          </Line>
        </>
      ) : null}
    </>
  )
}

function Line({ depth, children }: { readonly depth: number; readonly children: React.ReactNode }) {
  return (
    <div className="json-line" style={{ paddingLeft: 16 + depth * 14 }}>
      {children}
    </div>
  )
}

function Name({ name }: { readonly name: string | null }) {
  return name === null ? null : (
    <>
      {name}
      <span className="json-sign">: </span>
    </>
  )
}

function Leaf({ value }: { readonly value: unknown }) {
  const [whole, setWhole] = useState(false)
  if (typeof value !== 'string') return <span className="json-number">{String(value)}</span>
  if (value.length <= SHORT) return <span className="json-string">{JSON.stringify(value)}</span>
  return (
    <button
      type="button"
      className="json-string json-long"
      aria-expanded={whole}
      title={whole ? undefined : 'Show the whole string'}
      onClick={() => {
        // A user who has selected a part of the text wants to copy it.
        if (getSelection()?.isCollapsed !== false) setWhole(!whole)
      }}
    >
      {whole ? `"${value}"` : JSON.stringify(value.slice(0, FOLDED))}
    </button>
  )
}

/** The first keys of a folded object. */
function previewOf(entries: readonly (readonly [string | null, unknown])[]): string {
  const names = entries.slice(0, 6).map(([name]) => name)
  return entries.length > names.length ? `${names.join(', ')}, …` : names.join(', ')
}
