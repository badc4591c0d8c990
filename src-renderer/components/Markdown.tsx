import { type ComponentPropsWithoutRef, memo, useEffect, useMemo, useState } from 'react'
import ReactMarkdown, { type Components, type ExtraProps, type Options } from 'react-markdown'
import rehypeSanitize from 'rehype-sanitize'
import remarkGfm from 'remark-gfm'
import { whenThere } from '../load-late.ts'
import { useFragment } from '../state/location.ts'
import { CodeBlock } from './CodeBlock.tsx'
import { markWords } from './mark-words.ts'
import { PlainTextFallback } from './PlainTextFallback.tsx'
import { quoteAlerts } from './quote-alerts.ts'
import { StandardLink } from './StandardLink.tsx'
import { markLines, rawAsText, SAFE, textOfNode } from './safe-markdown.ts'

type Plugins = NonNullable<Options['rehypePlugins']>

/** The highlighter once it is loaded. It is large, so the text is shown without it first. */
let highlight: Plugins | null = null

function useHighlighter(): Plugins {
  const [plugins, setPlugins] = useState(highlight ?? [])
  useEffect(() => {
    if (highlight) return
    let isUnmounted = false
    whenThere(() => import('./highlighter.ts')).then(
      ({ highlighter }) => {
        highlight = highlighter
        if (!isUnmounted) setPlugins(highlighter)
      },
      () => {},
    )
    return () => {
      isUnmounted = true
    }
  }, [])
  return plugins
}

export interface MarkdownProps {
  /** Markdown without front matter. */
  readonly text: string
  /** Id of the standard, against which links are resolved. */
  readonly id: string
  /** Slugs of sections by the line of `text` that has the heading, counted from 1. */
  readonly slugs?: ReadonlyMap<number, string>
  /** Words of a search, to be marked. */
  readonly words?: string
  /** True: elements have the line of `text` on which they begin as `data-line`. */
  readonly lines?: boolean
}

/**
 * Markdown of a standard. Nothing in it is executed or fetched: HTML is shown as text, an image as its alternative text and address;
 * links lead only to the web, to mail, or to other standards.
 */
export const Markdown = memo(function Markdown({
  text,
  id,
  slugs,
  words = '',
  lines = false,
}: MarkdownProps) {
  const highlighter = useHighlighter()
  const fragment = useFragment()
  const plugins = useMemo<Plugins>(
    () =>
      [
        rawAsText,
        [rehypeSanitize, SAFE],
        quoteAlerts,
        ...(lines ? [markLines] : []),
        ...highlighter,
        ...(words === '' ? [] : [[markWords, words] as const]),
      ] as Plugins,
    [highlighter, words, lines],
  )
  const components = useMemo(() => componentsFor(id, slugs), [id, slugs])
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs for another text too, whose sections are elsewhere.
  useEffect(() => {
    if (fragment !== '') document.getElementById(fragment)?.scrollIntoView({ block: 'start' })
  }, [fragment, id, text])
  return (
    <div className="document">
      <PlainTextFallback text={text}>
        <ReactMarkdown
          remarkPlugins={REMARK}
          rehypePlugins={plugins}
          components={components}
          // `StandardLink` decides about addresses; the default transform would empty some of them.
          urlTransform={(url) => url}
        >
          {text}
        </ReactMarkdown>
      </PlainTextFallback>
    </div>
  )
})

const REMARK = [remarkGfm]

function componentsFor(id: string, slugs: ReadonlyMap<number, string> | undefined): Components {
  const heading =
    (Tag: 'h1' | 'h2' | 'h3' | 'h4' | 'h5' | 'h6') =>
    ({ node, ...props }: ComponentPropsWithoutRef<'h1'> & ExtraProps) => {
      const slug = slugs?.get(node?.position?.start.line ?? 0)
      return <Tag {...props} {...(slug === undefined ? {} : { id: slug })} />
    }
  return {
    h1: heading('h1'),
    h2: heading('h2'),
    h3: heading('h3'),
    h4: heading('h4'),
    h5: heading('h5'),
    h6: heading('h6'),
    a: ({ href = '', children }) => (
      <StandardLink from={id} href={href}>
        {children}
      </StandardLink>
    ),
    img: ({ alt, src }) => (
      <span className="image-text">
        {alt ? `${alt} ` : 'Image '}({String(src ?? '')})
      </span>
    ),
    pre: ({ node, children }) => <CodeBlock text={textOfNode(node).replace(/\n$/, '')}>{children}</CodeBlock>,
    input: ({ node: _, ...props }) => (
      <input {...props} aria-label={props.checked ? 'done' : 'to do'} tabIndex={-1} />
    ),
  }
}
