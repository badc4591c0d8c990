/**
 * The types for client entries: Plumbline's entry in the configuration of an MCP client, and its state. Plain data. Times are
 * milliseconds since the epoch.
 */

/** All clients that Plumbline can connect, in the order in which the window shows them. */
export const CLIENT_IDS = [
  'claude-desktop',
  'claude-code',
  'cursor',
  'vscode',
  'windsurf',
  'zed',
  'codex',
  'gemini',
  'copilot',
  'lm-studio',
] as const

export type ClientId = (typeof CLIENT_IDS)[number]

/**
 * `written`: the entry is in the file. `tested`: its command was started and answered. `live`: a session of the client was active
 * after the entry was written. `lost`: the entry was written, but is gone. `changed`: the entry no longer has the written content.
 * `broken`: the file cannot be read.
 */
export type ClientState =
  | 'not-found'
  | 'not-connected'
  | 'written'
  | 'tested'
  | 'live'
  | 'lost'
  | 'changed'
  | 'broken'

/** When a client reads its configuration. `itself`: whenever the file changes. */
export type ReloadKind = 'restart' | 'session' | 'itself'

/** The `clientInfo.name` of start tests, whose sessions belong to no client. */
export const TEST_CLIENT = 'plumbline-test'

/** The result of starting the command of an entry. */
export interface StartTest {
  readonly ok: boolean
  readonly at: number
  /** Milliseconds from the start of the process to the answer. */
  readonly millis: number
  /** The result, in one or two sentences. */
  readonly message: string
  /** The remedy; empty after success. */
  readonly remedy: string
  /** The last lines of the command's stderr. */
  readonly stderr: readonly string[]
}

/** Why a configuration file is unusable. Line and column start at 1; `null` when the problem has no position. */
export interface ConfigProblem {
  readonly file: string
  readonly line: number | null
  readonly column: number | null
  readonly message: string
  readonly remedy: string
}

/** The newest session of a client, as the window shows it. */
export interface ClientSession {
  readonly open: boolean
  readonly transport: string
  readonly calls: number
  readonly lastCallAt: number | null
  readonly openedAt: number
}

/** A change of an entry, by Plumbline or by another program. */
export interface ClientEvent {
  readonly at: number
  readonly kind: 'written' | 'repaired' | 'lost' | 'changed' | 'undone' | 'disconnected'
  readonly file: string
}

/** One client as the window shows it. */
export interface ClientStatus {
  readonly client: ClientId
  readonly name: string
  /** Two letters, shown as the client's icon. */
  readonly monogram: string
  readonly state: ClientState
  /** True when the entry is written, and the client has to be restarted to read it. */
  readonly needsRestart: boolean
  /** The state in one to three words. */
  readonly label: string
  /** An explanation of the state, in one or two sentences. */
  readonly summary: string
  /** True when the client needs the user's attention. */
  readonly attention: boolean
  /** Absolute paths of the configuration files of the installed builds. The window shows the first. */
  readonly files: readonly string[]
  readonly problem: ConfigProblem | null
  readonly reload: ReloadKind
  /** When this home wrote the entry; `null` when it has no record of one. */
  readonly writtenAt: number | null
  readonly test: StartTest | null
  readonly session: ClientSession | null
  /** True when a lost entry is repaired automatically. */
  readonly repairs: boolean
  readonly can: {
    readonly undo: boolean
    readonly restart: boolean
    readonly log: boolean
    readonly disconnect: boolean
  }
  /** The text to paste into the configuration by hand. */
  readonly snippet: string
  readonly snippetLanguage: 'json' | 'toml'
  /** A link that opens the client and lets it add the entry; `null` when the client supports none. */
  readonly deepLink: string | null
  /** Newest first, at most 20. */
  readonly events: readonly ClientEvent[]
}

/** A line of a difference. Values that may be secret are masked. */
export interface DifferenceLine {
  readonly kind: 'unchanged' | 'added' | 'removed' | 'gap'
  readonly text: string
}

/** The planned change of one file. */
export interface FilePlan {
  readonly file: string
  readonly kind: 'write' | 'same' | 'broken'
  /** True when the file does not exist yet. */
  readonly creates: boolean
  /** The existing entry that would be replaced. `another`: an entry of the same name that another program wrote. */
  readonly replaces: 'nothing' | 'ours' | 'another'
  readonly difference: readonly DifferenceLine[]
  /** Information for the user before the change, one sentence each. */
  readonly notes: readonly string[]
  readonly problem: ConfigProblem | null
}

/** The planned changes of a client's files. */
export interface EntryPlan {
  readonly client: ClientId
  readonly name: string
  readonly files: readonly FilePlan[]
}

/** The completed changes of a client's files. */
export interface EntryOutcome {
  readonly card: ClientStatus
  readonly files: readonly {
    readonly file: string
    readonly result: 'written' | 'same' | 'deleted'
    /** Path of the backup of the old content; `null` when there was no file or nothing was written. */
    readonly backup: string | null
  }[]
}

/** The end of the log that a client writes about Plumbline's server. */
export interface ClientLog {
  readonly file: string
  readonly exists: boolean
  /** Oldest first. */
  readonly lines: readonly ClientLogLine[]
  /** An explanation of the last error; `null` when there is none. */
  readonly problem: {
    readonly at: number | null
    readonly message: string
    readonly remedy: string
    /** False for an event that needs no action, such as a client that was closed. */
    readonly serious: boolean
    readonly line: string
  } | null
}

export interface ClientLogLine {
  readonly at: number | null
  readonly level: 'info' | 'warn' | 'error' | 'output'
  readonly text: string
}

/** The new status of a client, and its state before the change. */
export interface ClientsChange {
  readonly card: ClientStatus
  readonly before: ClientState
}

/** A command that starts the server: an absolute path and its arguments, run without a shell. */
export interface StartCommand {
  readonly command: string
  readonly args: readonly string[]
}
