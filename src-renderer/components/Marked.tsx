import { Fragment } from 'react'
import { splitMarks, splitWords } from '../marks.ts'

/** A text with the beginnings of words that were searched for in bold. */
export function Marked({ text, words }: { readonly text: string; readonly words: string }) {
  return <span className="ellipsis">{draw(splitWords(text, words), 'b')}</span>
}

/** A snippet whose hits stand between `**`, with those hits marked. */
export function Snippet({ text }: { readonly text: string }) {
  return <>{draw(splitMarks(text), 'mark')}</>
}

function draw(parts: readonly { readonly text: string; readonly hit: boolean }[], Tag: 'b' | 'mark') {
  return parts.map(({ text, hit }, at) => {
    const key = `${at}:${text}`
    return hit ? <Tag key={key}>{text}</Tag> : <Fragment key={key}>{text}</Fragment>
  })
}
