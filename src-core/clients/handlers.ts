import type { HostPort } from '../base/host-port.ts'
import { notSupported } from '../base/host-port.ts'
import type { HandlersOf } from '../base/window-call-handlers.ts'
import type { Clients } from './clients.ts'

/** The window calls about client entries. */
export function createClientHandlers({
  clients,
  host,
}: {
  readonly clients: Clients
  readonly host: Pick<HostPort, 'openFile'>
}): HandlersOf<'connect'> {
  async function openFile(file: string, line: number | null): Promise<void> {
    if (!host.openFile) throw notSupported('cannot open files in another program')
    await host.openFile(file, line)
  }

  return {
    'connect.list': () => clients.list(),
    'connect.plan': ({ client, disconnect }) => clients.plan(client, disconnect),
    'connect.apply': ({ client, replace }) => clients.apply(client, replace),
    'connect.undo': ({ client }) => clients.undo(client),
    'connect.disconnect': ({ client }) => clients.disconnect(client),
    'connect.verify': ({ client }) => clients.verify(client),
    'connect.restart': ({ client }) => clients.restart(client),
    'connect.log': ({ client }) => clients.log(client),
    'connect.setRepair': ({ client, on }) => clients.setRepair(client, on),
    'connect.openFile': async ({ client }) => {
      const { files, problem } = clients.card(client)
      const file = problem?.file ?? files[0]
      if (file) await openFile(file, problem?.line ?? null)
      return null
    },
    async 'connect.openLog'({ client }) {
      const log = clients.log(client)
      if (log?.exists) await openFile(log.file, null)
      return null
    },
  }
}
