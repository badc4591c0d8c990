import { cannot } from '../app/app-handlers.ts'
import type { HostPort } from '../base/host-port.ts'
import type { HandlersOf } from '../base/window-call-handlers.ts'
import type { Clients } from './clients.ts'

/** The window calls about client entries. */
export function createClientHandlers({
  connections,
  host,
}: {
  readonly connections: Clients
  readonly host: Pick<HostPort, 'openFile'>
}): HandlersOf<'connect'> {
  async function openFile(file: string, line: number | null): Promise<void> {
    if (!host.openFile) throw cannot('cannot open files in another program')
    await host.openFile(file, line)
  }

  return {
    'connect.list': () => connections.list(),
    'connect.plan': ({ client, disconnect }) => connections.plan(client, disconnect),
    'connect.apply': ({ client, replace }) => connections.apply(client, replace),
    'connect.undo': ({ client }) => connections.undo(client),
    'connect.disconnect': ({ client }) => connections.disconnect(client),
    'connect.verify': ({ client }) => connections.verify(client),
    'connect.restart': ({ client }) => connections.restart(client),
    'connect.log': ({ client }) => connections.log(client),
    'connect.setRepair': ({ client, on }) => connections.setRepair(client, on),
    'connect.openFile': async ({ client }) => {
      const { files, problem } = connections.card(client)
      const file = problem?.file ?? files[0]
      if (file) await openFile(file, problem?.line ?? null)
      return null
    },
    async 'connect.openLog'({ client }) {
      const log = connections.log(client)
      if (log?.exists) await openFile(log.file, null)
      return null
    },
  }
}
