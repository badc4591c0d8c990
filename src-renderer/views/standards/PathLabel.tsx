import { Fragment } from 'react'

/** The path of a standard, with its file name emphasised. */
export function PathLabel({ id }: { readonly id: string }) {
  const parts = id.split('/')
  const file = parts.pop() ?? id
  return (
    <span className="path-of mono ellipsis" title={id}>
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a path may have two folders of the same name, and their order never changes.
        <Fragment key={index}>
          {part}
          <span className="path-slash">/</span>
        </Fragment>
      ))}
      <b>{file}</b>
    </span>
  )
}
