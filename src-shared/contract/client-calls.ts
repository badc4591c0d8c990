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
const oneClient = z.strictObject({ client })

/** The methods of the bridge about connecting clients. */
export const CONNECT_METHODS = {
  'connect.list': takes(z.strictObject({})).gives<readonly ClientStatus[]>(),
  'connect.plan': takes(
    /** `disconnect`: what taking the entry out would do. */
    z.strictObject({ client, disconnect: z.boolean().optional() }),
  ).gives<EntryPlan>(),
  'connect.apply': takes(
    /** `replace`: the user has seen that an entry with our name belongs to something else. */
    z.strictObject({ client, replace: z.boolean().optional() }),
  ).gives<EntryOutcome>(),
  'connect.undo': takes(oneClient).gives<EntryOutcome>(),
  'connect.disconnect': takes(oneClient).gives<EntryOutcome>(),
  /** Starts the very command that the file names; without an entry, the one that would be written. */
  'connect.verify': takes(oneClient).gives<StartTest>(),
  'connect.restart': takes(oneClient).gives<ClientStatus>(),
  'connect.log': takes(oneClient).gives<ClientLog | null>(),
  'connect.setRepair': takes(z.strictObject({ client, on: z.boolean() })).gives<ClientStatus>(),
  /** Opens the configuration file in the user's editor, at the problem if there is one. */
  'connect.openFile': takes(oneClient).gives<null>(),
  /** Opens the log that the client keeps of our server. */
  'connect.openLog': takes(oneClient).gives<null>(),
} as const
