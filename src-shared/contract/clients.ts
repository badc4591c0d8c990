/**
 * The words for connecting clients: what a client's configuration holds of Plumbline, and what became of it. Plain data.
 * Times are milliseconds since the epoch.
 */

/** Every client that Plumbline can connect to, in the order in which they are shown. */
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
 * `written`: the entry is in the file, nothing more is known. `tested`: and the very command in it answered. `live`: a session
 * of that client was seen since. `lost`: it was written and is gone. `changed`: it was written and says something else now.
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

/** When a client reads its configuration: at its start, at the start of a session, or as soon as the file changes. */
export type ReloadKind = 'restart' | 'session' | 'itself'

/** What a test calls itself; its sessions are nobody's. */
export const TEST_CLIENT = 'plumbline-test'

/** What starting the command of an entry showed. */
export interface StartTest {
  readonly ok: boolean
  readonly at: number
  /** From the start of the process to the answer, milliseconds. */
  readonly millis: number
  /** What happened, in a sentence or two. */
  readonly message: string
  /** What to do about it; empty when it went well. */
  readonly remedy: string
  /** The last lines that the command wrote to stderr. */
  readonly stderr: readonly string[]
}

/** Why a file cannot be used as it is. Line and column count from 1. */
export interface ConfigProblem {
  readonly file: string
  readonly line: number | null
  readonly column: number | null
  readonly message: string
  readonly remedy: string
}

/** The newest session of a client, as far as the card shows it. */
export interface ClientSession {
  readonly open: boolean
  readonly transport: string
  readonly calls: number
  readonly lastCallAt: number | null
  readonly openedAt: number
}

/** Something that happened to an entry. */
export interface ClientEvent {
  readonly at: number
  readonly what: 'written' | 'repaired' | 'lost' | 'changed' | 'undone' | 'disconnected'
  readonly file: string
}

/** One client as the window shows it. */
export interface ClientStatus {
  readonly client: ClientId
  readonly name: string
  /** Two letters that stand for it. */
  readonly monogram: string
  readonly state: ClientState
  /** The state in a word or three, as a card is headed. */
  readonly label: string
  /** What that means, in a sentence or two. */
  readonly summary: string
  /** True when the user should look at it. */
  readonly attention: boolean
  /** The configuration files that are read by what is installed; the first is shown. Absolute paths. */
  readonly files: readonly string[]
  readonly problem: ConfigProblem | null
  readonly reload: ReloadKind
  /** When the entry was written, by this home's own record. */
  readonly writtenAt: number | null
  readonly test: StartTest | null
  readonly session: ClientSession | null
  /** True when the entry is written again by itself after it was lost. */
  readonly repairs: boolean
  readonly can: {
    readonly undo: boolean
    readonly restart: boolean
    readonly log: boolean
    readonly disconnect: boolean
  }
  /** What to paste for those who would rather do it themselves. */
  readonly snippet: string
  readonly snippetLanguage: 'json' | 'toml'
  /** Opens the client and lets it add the entry itself; `null` where there is no such link. */
  readonly deepLink: string | null
  /** Newest first, at most 20. */
  readonly events: readonly ClientEvent[]
}

/** A line of a difference; values that may be secret are masked. */
export interface DifferenceLine {
  readonly kind: 'kept' | 'added' | 'removed' | 'gap'
  readonly text: string
}

/** What would be done to one file. */
export interface FilePlan {
  readonly file: string
  readonly kind: 'write' | 'same' | 'broken'
  /** True when there is no such file yet. */
  readonly creates: boolean
  /** What the entry would take the place of. `another`: an entry with our name that Plumbline did not write. */
  readonly replaces: 'nothing' | 'ours' | 'another'
  readonly difference: readonly DifferenceLine[]
  /** What the user should know first, one sentence each. */
  readonly notes: readonly string[]
  readonly problem: ConfigProblem | null
}

/** What would be done to a client's files. */
export interface EntryPlan {
  readonly client: ClientId
  readonly name: string
  readonly files: readonly FilePlan[]
}

/** What was done to a client's files. */
export interface EntryOutcome {
  readonly card: ClientStatus
  readonly files: readonly {
    readonly file: string
    readonly result: 'written' | 'same' | 'deleted'
    /** Where the bytes from before are kept; `null` when there was no file, or nothing was written. */
    readonly backup: string | null
  }[]
}

/** The end of a client's own log of our server. */
export interface ClientLog {
  readonly file: string
  readonly exists: boolean
  /** Oldest first. */
  readonly lines: readonly ClientLogLine[]
  /** The last error in plain words; `null` when there is none. */
  readonly problem: {
    readonly at: number | null
    readonly message: string
    readonly remedy: string
    /** False when it is only news, such as a client that was closed. */
    readonly serious: boolean
    readonly line: string
  } | null
}

export interface ClientLogLine {
  readonly at: number | null
  readonly level: 'info' | 'warn' | 'error' | 'output'
  readonly text: string
}
