import { Fragment } from 'react'
import { splitMarks, splitWords } from '../marks.ts'

/** A text with the words of a search in bold. */
export function Marked({ text, words }: { readonly text: string; readonly words: string }) {
  return <span className="ellipsis">{render(splitWords(text, words), 'b')}</span>
}

/** A snippet of the host, whose hits stand between `**`, with the hits marked. */
export function Snippet({ text }: { readonly text: string }) {
  return <>{render(splitMarks(text), 'mark')}</>
}

function render(parts: readonly { readonly text: string; readonly hit: boolean }[], Tag: 'b' | 'mark') {
  return parts.map(({ text, hit }, index) => {
    const key = `${index}:${text}`
    return hit ? <Tag key={key}>{text}</Tag> : <Fragment key={key}>{text}</Fragment>
  })
}
