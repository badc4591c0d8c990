import { Fragment } from 'react'

/** A standard's path, its file name darker than the folders above. */
export function PathLabel({ id }: { readonly id: string }) {
  const parts = id.split('/')
  const file = parts.pop() ?? id
  return (
    <span className="path-of mono ellipsis" title={id}>
      {parts.map((part, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a path may have the same folder twice, never moved.
        <Fragment key={at}>
          {part}
          <span className="path-slash">/</span>
        </Fragment>
      ))}
      <b>{file}</b>
    </span>
  )
}
