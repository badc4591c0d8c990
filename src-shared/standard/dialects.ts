import type { GlobKey } from './file-globs.ts'

/** How a host writes the globs of a rule file: separated by commas without or with quotes, or as a YAML list. */
type GlobStyle = 'bare' | 'quoted' | 'list below' | 'list on one line'

/** The front matter of a host's rule files. Every host reads globs without quotes, which YAML does not allow: `globs: **\/*.ts`. */
export interface Dialect {
  readonly host: string
  /** The key that names the files of a rule. */
  readonly globKey: GlobKey
  /** How globs are written into a file that has none. */
  readonly globStyle: GlobStyle
  /** True when globs are written bare whatever was there, because the host reads no quotes and no lists. */
  readonly onlyBare: boolean
  /** True when a text of one glob becomes a list with the second one, because the host splits no text at commas. */
  readonly listsSeveral: boolean
  /** The key with the name that is shown. */
  readonly titleKey: 'title' | 'name'
  /** Keys whose values are read as they stand when they are no YAML. */
  readonly bareKeys: readonly string[]
  /** A key and the value that it must have for the globs to count. */
  readonly scopedBy: { readonly key: string; readonly value: string } | null
  /** True when a key without a value stays in front matter that has the key `alwaysApply`, as the host's own editor leaves it. */
  readonly keepsEmptyKeys: boolean
}

const COMMON = {
  onlyBare: false,
  listsSeveral: false,
  titleKey: 'title',
  scopedBy: null,
  keepsEmptyKeys: false,
} as const

const CURSOR: Dialect = {
  ...COMMON,
  host: 'Cursor',
  globKey: 'globs',
  globStyle: 'bare',
  onlyBare: true,
  bareKeys: ['globs', 'description'],
  keepsEmptyKeys: true,
}
const WINDSURF: Dialect = {
  ...COMMON,
  host: 'Windsurf',
  globKey: 'globs',
  globStyle: 'bare',
  bareKeys: ['globs', 'glob', 'description'],
  scopedBy: { key: 'trigger', value: 'glob' },
}
const COPILOT: Dialect = {
  ...COMMON,
  host: 'GitHub Copilot',
  globKey: 'applyTo',
  globStyle: 'quoted',
  titleKey: 'name',
  bareKeys: ['applyTo'],
}
const CLAUDE: Dialect = {
  ...COMMON,
  host: 'Claude Code',
  globKey: 'paths',
  globStyle: 'list below',
  bareKeys: ['paths', 'globs'],
}
const CLINE: Dialect = { ...COMMON, host: 'Cline', globKey: 'paths', globStyle: 'list below', bareKeys: [] }
const KIRO: Dialect = {
  ...COMMON,
  host: 'Kiro',
  globKey: 'fileMatchPattern',
  globStyle: 'quoted',
  listsSeveral: true,
  bareKeys: ['fileMatchPattern'],
  scopedBy: { key: 'inclusion', value: 'fileMatch' },
}
const RULESYNC: Dialect = {
  ...COMMON,
  host: 'rulesync',
  globKey: 'globs',
  globStyle: 'list on one line',
  bareKeys: [],
}

const BY_PATH: readonly (readonly [RegExp, Dialect])[] = [
  [/\.mdc$/i, CURSOR],
  [/(?:^|\/)\.cursor\/rules\//, CURSOR],
  [/(?:\.(?:instructions|prompt|chatmode|agent)\.md|(?:^|\/)copilot-instructions\.md)$/i, COPILOT],
  [/(?:^|\/)\.windsurf\/rules\//, WINDSURF],
  [/(?:^|\/)\.claude\//, CLAUDE],
  [/(?:^|\/)\.clinerules\//, CLINE],
  [/(?:^|\/)\.kiro\/steering\//, KIRO],
  [/(?:^|\/)\.rulesync\//, RULESYNC],
]

/** Keys of one host only. They tell the dialect of a rule file that was copied into an ordinary folder. */
const BY_KEY: readonly (readonly [RegExp, Dialect])[] = [
  [/^applyTo[ \t]*:/m, COPILOT],
  [/^(?:fileMatchPattern|inclusion)[ \t]*:/m, KIRO],
  [/^trigger[ \t]*:[ \t]*(?:glob|always_on|manual|model_decision)[ \t]*$/m, WINDSURF],
  [/^paths[ \t]*:/m, CLAUDE],
]

// The key may go with a change, so nothing else of the file may depend on it.
const KEYS_ONLY = { titleKey: 'title', scopedBy: null } as const

/**
 * Returns the dialect of a rule file, or `null` for a file of no host.
 * @param path in the library; `''`: unknown
 * @param source the YAML of its front matter
 */
export function dialectOf(path: string, source: string): Dialect | null {
  const find = (table: readonly (readonly [RegExp, Dialect])[], text: string) =>
    table.find(([pattern]) => pattern.test(text))?.[1] ?? null
  const byPath = find(BY_PATH, path)
  if (byPath) return byPath
  const byKey = find(BY_KEY, source)
  return byKey && { ...byKey, ...KEYS_ONLY }
}
