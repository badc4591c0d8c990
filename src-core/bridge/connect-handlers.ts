import type * as z from 'zod'
import type { CONNECT_METHODS } from '../../src-shared/connect-methods.ts'
import type { Method } from '../../src-shared/contract.ts'
import type { Connections } from '../services/connect.ts'

type Methods = typeof CONNECT_METHODS

/** One function for each method: gets what was parsed, gives what the contract says. */
export type ConnectHandlers = {
  readonly [Name in keyof Methods]: (
    params: z.output<Methods[Name]['input']>,
  ) => Awaitable<Methods[Name] extends Method<infer _Input, infer Output> ? Output : never>
}

type Awaitable<T> = T | Promise<T>

export interface ConnectHandlerDeps {
  readonly connections: Connections
  /** Opens a file in the user's editor, at the line if the editor can. */
  readonly openFile: (file: string, line: number | null) => Promise<void>
}

/** The bridge's side of {@link Connections}. */
export function createConnectHandlers({ connections, openFile }: ConnectHandlerDeps): ConnectHandlers {
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
  }
}
