import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { CodeBlock } from '../../components/CodeBlock.tsx'
import { useAppState } from '../../state/app-state.tsx'
import { endpointSnippets, hideToken, TOKEN } from './endpoint-snippets.ts'
import type { Token } from './use-token.ts'

/** Snippets that call the endpoint. */
export function EndpointSnippets({ token: { value, file, shown } }: { readonly token: Token }) {
  const origin = useAppState((state) => state.endpoint.origin)
  const platform = useAppState((state) => state.host.platform)
  const [chosen, setChosen] = useState(0)
  if (value === null || file === null) return null
  const snippets = endpointSnippets({ origin, tokenFile: file, platform })
  const snippet = snippets[chosen] ?? snippets[0]
  if (!snippet) return null
  return (
    <div className="endpoint-snippets">
      <SegmentedControl
        fullWidth
        aria-label="Snippet for"
        value={String(chosen)}
        onChange={(next) => setChosen(Number(next))}
        data={snippets.map(({ name }, at) => ({ value: String(at), label: name }))}
      />
      <CodeBlock text={snippet.text.replace(TOKEN, value)} label={`Snippet for ${snippet.name}`}>
        <code>{snippet.text.replace(TOKEN, shown ? value : hideToken(value))}</code>
      </CodeBlock>
    </div>
  )
}
