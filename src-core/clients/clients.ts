import type {
  ClientId,
  ClientLog,
  ClientState,
  ClientStatus,
  EntryOutcome,
  EntryPlan,
  StartTest,
} from '../../src-shared/contract/clients.ts'

/** A card that has changed, and the state from before. */
export interface ClientsChange {
  readonly card: ClientStatus
  readonly before: ClientState
}

/**
 * Puts our entry into clients' configurations, and keeps an eye on it. Whatever changes a file is done one after the other.
 * Errors are PlumblineErrors: `client-missing`, `config-broken` (with line and column), `config-changed`, `config-unusable`,
 * `entry-taken`, `app-translocated`, `installation-broken`, `home-unusable`.
 */
export interface Clients {
  /** Every client, in the order of the cards. Never throws for a client's file: a broken one is a state. */
  list(): readonly ClientStatus[]
  card(client: ClientId): ClientStatus
  /** What connecting (or disconnecting) would do. Writes nothing. */
  plan(client: ClientId, disconnect?: boolean): Promise<EntryPlan>
  /** Writes the entry into every file of the client, and tests it. @param replace an entry of another program may go */
  apply(client: ClientId, replace?: boolean): Promise<EntryOutcome>
  /** Gives back the very bytes from before the last write; refuses when a file changed since. */
  undo(client: ClientId): Promise<EntryOutcome>
  /** Takes out our entry and nothing else. */
  disconnect(client: ClientId): Promise<EntryOutcome>
  /** Starts the command in the file, or the one that would be written. */
  verify(client: ClientId): Promise<StartTest>
  /** Quits the client, sees that the entry is there, and starts it again. Only where `can.restart`. */
  restart(client: ClientId): Promise<ClientStatus>
  /** `null` for clients that keep no log of our server. */
  log(client: ClientId): ClientLog | null
  setRepair(client: ClientId, on: boolean): ClientStatus
  /**
   * Tells of every card that changes, mends entries that name a place where Plumbline no longer is, and those that were lost
   * where the user wants that. Returns what ends it.
   */
  watch(listener: (news: readonly ClientsChange[]) => void): () => void
  /** Looks now, for those who know that something happened, such as a new session. */
  recheck(): void
  /** Resolves when what is under way is done. */
  close(): Promise<void>
}
