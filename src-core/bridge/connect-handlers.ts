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

/** The bridge's side of {@link Connections}. */
export function createConnectHandlers(deps: { readonly connections: Connections }): ConnectHandlers {
  const { connections } = deps
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
      await connections.openFile(client)
      return null
    },
  }
}
