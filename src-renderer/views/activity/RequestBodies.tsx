import { SegmentedControl } from '@mantine/core'
import { memo, type ReactNode, useDeferredValue, useMemo, useState } from 'react'
import { Link } from 'wouter'
import type { RequestDetail } from '../../../src-shared/contract/activity.ts'
import { formatBytes } from '../../../src-shared/format.ts'
import { CopyButton } from '../../components/CopyButton.tsx'
import { JsonView } from '../../components/JsonView.tsx'
import { type Body, requestBody, responseBody, responseText } from './exchange.ts'

interface RequestBodiesProps {
  readonly detail: RequestDetail
  /** True: the request is folded to one line at first. */
  readonly folded: boolean
}

/** The bodies of a request and its response. They may be large, so they render after the rest of the drawer. */
export function RequestBodies({ detail, folded }: RequestBodiesProps) {
  const deferred = useDeferredValue(detail, null)
  // The bodies of the previous request would be misleading here.
  return deferred?.seq === detail.seq ? <Bodies key={deferred.seq} detail={deferred} folded={folded} /> : null
}

const Bodies = memo(function Bodies({ detail, folded }: RequestBodiesProps) {
  const request = useMemo(() => requestBody(detail), [detail])
  const response = useMemo(() => responseBody(detail), [detail])
  const text = useMemo(() => responseText(response), [response])
  const [asText, setAsText] = useState(false)
  const size = detail.request === null ? null : new TextEncoder().encode(detail.request).length
  return (
    <>
      <Part
        title="Request"
        note={size === null ? '' : formatBytes(size)}
        tools={
          request.kind === 'none' ? null : (
            <CopyButton text={request.text} label="Copy the request" size="sm" />
          )
        }
      >
        <BodyView body={request} label="Request" open={folded ? 0 : 3} />
      </Part>
      <Part
        title="Response"
        note={formatBytes(detail.bytes)}
        tools={
          <>
            {response.kind === 'json' && text !== null ? (
              <SegmentedControl
                aria-label="Show the response as"
                data={[
                  { value: 'json', label: 'JSON' },
                  { value: 'text', label: 'Text' },
                ]}
                value={asText ? 'text' : 'json'}
                onChange={(value) => setAsText(value === 'text')}
              />
            ) : null}
            {response.kind === 'none' ? null : (
              <CopyButton
                text={asText && text !== null ? text : response.text}
                label="Copy the response"
                size="sm"
              />
            )}
          </>
        }
      >
        {asText && text !== null ? (
          <Text text={text} label="Response as text" />
        ) : (
          <BodyView body={response} label="Response" open={4} />
        )}
      </Part>
    </>
  )
})

function Part({
  title,
  note,
  tools,
  children,
}: {
  readonly title: string
  readonly note: string
  readonly tools: ReactNode
  readonly children: ReactNode
}) {
  return (
    <section className="request-part">
      <header>
        <h2>{title}</h2>
        <span className="figures">{note}</span>
        <span className="request-tools">{tools}</span>
      </header>
      {children}
    </section>
  )
}

function BodyView({
  body,
  label,
  open,
}: {
  readonly body: Body
  readonly label: string
  readonly open: number
}) {
  if (body.kind === 'json') return <JsonView value={body.value} label={label} open={open} />
  if (body.kind === 'cut')
    return (
      <>
        <p className="request-note">Only the beginning was recorded, as it is long.</p>
        <Text text={body.text} label={label} />
      </>
    )
  return (
    <p className="request-note">
      Not recorded. Whether request and response bodies are recorded is set in the{' '}
      <Link href="/settings">settings</Link>.
    </p>
  )
}

function Text({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <section className="request-text" aria-label={label}>
      {text}
    </section>
  )
}
