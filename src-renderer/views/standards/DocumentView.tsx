import { type RefObject, useEffect, useRef } from 'react'
import type { StandardView } from '../../../src-shared/contract/editing.ts'
import { Markdown } from '../../components/Markdown.tsx'
import { splitWords } from '../../marks.ts'
import { useFragment } from '../../state/location.ts'
import type { DocumentBody } from './document-body.ts'
import { domainLabel, languageLabel } from './labels.ts'

/** The document in a scrolling pane. Another standard is shown from its top. */
export function DocumentView({
  view,
  body,
  words,
  ref,
}: {
  readonly view: StandardView
  readonly body: DocumentBody
  readonly words: string
  readonly ref: RefObject<HTMLElement | null>
}) {
  const fragment = useFragment()
  const scrolledId = useRef('')
  useEffect(() => {
    if (scrolledId.current === view.id) return
    scrolledId.current = view.id
    if (fragment === '') ref.current?.scrollTo({ top: 0 })
  }, [view.id, fragment, ref])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reachable by keyboard.
    <section ref={ref} className="reader-scroll" tabIndex={0} aria-label="Document">
      <article className="reader-page">
        <div className="document">
          <h1 {...(body.headingSlug === null ? {} : { id: body.headingSlug })}>
            {splitWords(body.heading, words).map(({ text, hit }, index) => {
              const key = `${index}:${text}`
              return hit ? <mark key={key}>{text}</mark> : <span key={key}>{text}</span>
            })}
          </h1>
        </div>
        <div className="reader-labels">
          <span className="label">{languageLabel(view.language ?? '')}</span>
          {view.domain === null ? null : <span className="label">{domainLabel(view.domain)}</span>}
          {view.tags.length === 0 ? null : <span className="reader-tags">{view.tags.join(', ')}</span>}
        </div>
        {body.text.trim() === '' ? (
          <p className="secondary">This file has no text yet.</p>
        ) : (
          <Markdown text={body.text} id={view.id} slugs={body.slugs} words={words} />
        )}
      </article>
    </section>
  )
}
