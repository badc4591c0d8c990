import * as z from 'zod'
import {
  CLIENT_IDS,
  type ClientLog,
  type ClientStatus,
  type EntryOutcome,
  type EntryPlan,
  type StartTest,
} from './clients.ts'
import { takes } from './window-call.ts'

const client = z.enum(CLIENT_IDS)
const clientInput = z.strictObject({ client })

/** The window calls about client entries. */
export const CONNECT_METHODS = {
  'connect.list': takes(z.strictObject({})).gives<readonly ClientStatus[]>(),
  'connect.plan': takes(
    /** `disconnect`: plan the removal of the entry. */
    z.strictObject({ client, disconnect: z.boolean().optional() }),
  ).gives<EntryPlan>(),
  'connect.apply': takes(
    /** `replace`: the user confirmed that another program's entry of the same name is replaced. */
    z.strictObject({ client, replace: z.boolean().optional() }),
  ).gives<EntryOutcome>(),
  'connect.undo': takes(clientInput).gives<EntryOutcome>(),
  'connect.disconnect': takes(clientInput).gives<EntryOutcome>(),
  /** Starts the command of the entry; without an entry, the command that would be written. */
  'connect.verify': takes(clientInput).gives<StartTest>(),
  'connect.restart': takes(clientInput).gives<ClientStatus>(),
  'connect.log': takes(clientInput).gives<ClientLog | null>(),
  'connect.setRepair': takes(z.strictObject({ client, on: z.boolean() })).gives<ClientStatus>(),
  /** Opens the configuration file in the user's editor, at the problem if there is one. */
  'connect.openFile': takes(clientInput).gives<null>(),
  /** Opens the log that the client writes about Plumbline's server. */
  'connect.openLog': takes(clientInput).gives<null>(),
} as const
