import type { ClientId, ReloadKind, StartCommand } from '../../../src-shared/contract/clients.ts'
import type { Machine } from './machine.ts'

/** A client entry, in the client's own format. */
export type Entry = Readonly<Record<string, unknown>>

/** `json`: the client reads strict JSON only. `jsonc`: it also reads comments and trailing commas. */
type ConfigFormat = 'json' | 'jsonc' | 'toml'

/** The configuration file of one installed build of a client. */
export interface ConfigLocation {
  readonly file: string
  /** Paths of which any shows, by existing, that the client is installed. */
  readonly signs: readonly string[]
  /** The folder in which the client logs its MCP servers. */
  readonly logs?: string
  /** The package family name of a Windows Store build. */
  readonly storePackage?: string
}

/** Everything that Plumbline knows about a client. */
export interface ClientProfile {
  readonly id: ClientId
  readonly name: string
  readonly monogram: string
  readonly format: ConfigFormat
  /** The path of keys to the object that holds the servers. */
  readonly servers: readonly string[]
  /** All possible locations of its configuration file, the usual one first. Pure. */
  locations(machine: Machine): readonly ConfigLocation[]
  /** The client entry for a start command, in this client's format. */
  entry(start: StartCommand): Entry
  readonly reload: ReloadKind
  /** A sentence that says when the client reads the file. */
  readonly reads: string
  /** A link that opens the client and lets it add the entry. */
  deepLink?(name: string, entry: Entry): string
}

/** The name of Plumbline's entry in every client. */
export const ENTRY_NAME = 'plumbline'
