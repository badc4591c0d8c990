import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { IconEye, IconEyeOff } from '@tabler/icons-react'
import { storeToken } from '../../bridge/token.ts'
import { CopyField } from '../../components/CopyField.tsx'
import { confirm } from '../../components/confirm.tsx'
import { toast } from '../../components/toasts.tsx'
import { useBridgeClient } from '../../state/bridge-context.tsx'
import { useBridgeMutation } from '../../state/use-bridge.ts'
import { hideToken } from './endpoint-snippets.ts'
import type { Token } from './use-token.ts'

/** The token, masked until the user shows it. */
export function TokenField({ token: { value, error, shown, show } }: { readonly token: Token }) {
  if (error && value === null)
    return (
      <p role="alert" className="endpoint-message">
        {error.message} {error.remedy}
      </p>
    )
  const label = shown ? 'Hide the token' : 'Show the token'
  const Eye = shown ? IconEyeOff : IconEye
  return (
    <CopyField
      label="Token"
      value={value ?? ''}
      shown={value === null ? '' : shown ? value : hideToken(value)}
    >
      <Tooltip label={label}>
        <ActionIcon size="xs" aria-label={label} aria-pressed={shown} onClick={() => show(!shown)}>
          <Eye size={14} stroke={1.5} />
        </ActionIcon>
      </Tooltip>
    </CopyField>
  )
}

/** Creates a new token after a confirmation that explains the effect on connected clients. */
export function NewToken() {
  const bridge = useBridgeClient()
  const renew = useBridgeMutation('endpoint.newToken', {
    onDone: () => {
      // The window's own token is new as well; this window connects with it from now on.
      bridge.call('endpoint.windowToken', {}).then(
        ({ token }) => token && storeToken(token),
        () => {},
      )
      toast('There is a new token. Clients need it from now on')
    },
  })

  async function ask(): Promise<void> {
    const sure = await confirm({
      title: 'Make a new token?',
      text: 'Whoever holds the old one is refused at once: every client over HTTP, WebSocket and TCP, until it is told the new one. Clients over stdio need none. This window goes on; other browser windows have to be opened again.',
      action: 'Make a new token',
    })
    if (sure) renew.mutate({})
  }

  return (
    <Button
      size="xs"
      variant="transparent"
      className="text-button"
      disabled={renew.blocked}
      onClick={() => void ask()}
    >
      New token
    </Button>
  )
}
