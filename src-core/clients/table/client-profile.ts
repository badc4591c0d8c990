import type { ClientId, ReloadKind } from '../../../src-shared/contract/clients.ts'
import type { Machine } from './machine.ts'

/** What starts the server: an absolute path and its arguments, used without a shell. */
export interface StartCommand {
  readonly command: string
  readonly args: readonly string[]
}

/** An entry as a client keeps it. */
export type Entry = Readonly<Record<string, unknown>>

/** `json`: nothing but JSON is read. `jsonc`: comments and trailing commas are. */
type ConfigFormat = 'json' | 'jsonc' | 'toml'

/** One installation of a client: its file, and what shows that it is there. */
export interface ConfigLocation {
  readonly file: string
  /** Any of these on the disk shows that the client is installed. */
  readonly signs: readonly string[]
  /** The folder with the client's logs of its servers. */
  readonly logs?: string
  /** The package family of a Windows Store build. */
  readonly storePackage?: string
}

/** Everything that there is to know of a client, as data. */
export interface ClientProfile {
  readonly id: ClientId
  readonly name: string
  readonly monogram: string
  readonly format: ConfigFormat
  /** The keys that lead to the object with the servers. */
  readonly servers: readonly string[]
  /** Every place where its file may be, the usual one first. Pure. */
  places(machine: Machine): readonly ConfigLocation[]
  /** The entry in this client's own shape. */
  entry(start: StartCommand): Entry
  readonly reload: ReloadKind
  /** When it reads the file, as a sentence. */
  readonly reads: string
  /** A link that makes the client add the entry itself. */
  deepLink?(name: string, entry: Entry): string
}

/** The name of our entry in every client. */
export const ENTRY_NAME = 'plumbline'
