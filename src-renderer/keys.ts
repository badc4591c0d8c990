/**
 * Every key of the window, in the order in which the Keys dialogue lists them. `Mod` is Ctrl, on a Mac the command key.
 * Two chords with a blank between them are pressed one after the other. Several entries all do it.
 */
const TABLE = {
  Everywhere: {
    'palette.open': ['Search or jump to', 'Mod+K'],
    'view.find': ['Find in this view', '/'],
    back: ['Back, close', 'Escape'],
    'area.next': ['Next area', 'F6'],
    'area.previous': ['Previous area', 'Shift+F6'],
    'go.settings': ['Settings', 'Mod+,'],
    'keys.show': ['Keyboard shortcuts', '?'],
  },
  'Go to': {
    'go.standards': ['Standards', 'G S'],
    'go.insights': ['Insights', 'G I'],
    'go.activity': ['Activity', 'G A'],
    'go.cache': ['Cache', 'G C'],
    'go.errors': ['Errors', 'G E'],
    'go.connections': ['Connections', 'G N'],
  },
  Standards: {
    'standards.new': ['New', 'N'],
    'standards.edit': ['Edit', 'E'],
    'standards.save': ['Save', 'Mod+S'],
    'standards.fix': ['Fix the problem', 'Alt+Enter'],
    'standards.move': ['Rename or move', 'F2'],
    'standards.duplicate': ['Duplicate', 'Shift+D'],
    'standards.remove': ['Move to the trash', 'Delete'],
    undo: ['Undo', 'Mod+Z'],
    'standards.link': ['Copy its link', 'L'],
  },
  Conflict: {
    'conflict.next': ['Next', 'F7'],
    'conflict.previous': ['Previous', 'Shift+F7'],
    'conflict.theirs': ['Take theirs', 'Mod+Enter'],
  },
  'Lists and tables': {
    'list.down': ['Down', 'J'],
    'list.up': ['Up', 'K'],
    'list.first': ['Newest', 'Home'],
    'list.last': ['Oldest', 'End'],
    'list.open': ['Open', 'Enter'],
    'list.filter': ['Filter', 'F'],
    'list.copy': ['Copy', 'C'],
  },
  Activity: {
    'activity.pause': ['Pause, resume', 'P'],
    'activity.runAgain': ['Run again', 'R'],
    'activity.openStandard': ['Open the standard', 'O'],
    'activity.copyCurl': ['Copy as curl', 'Shift+C'],
  },
  'Errors and gaps': {
    'item.done': ['Acknowledge, dismiss', 'A'],
    'gap.write': ['Write this standard', 'W'],
  },
} as const

type Table = typeof TABLE
type KeysOf<T> = T extends unknown ? keyof T : never

/** Names what a key does. */
export type KeyId = KeysOf<Table[keyof Table]>

export interface Shortcut {
  readonly id: KeyId
  readonly label: string
  /** Chords, pressed one after the other. */
  readonly keys: readonly string[]
}

/** All shortcuts by group. */
export const KEY_GROUPS: readonly { readonly name: string; readonly shortcuts: readonly Shortcut[] }[] =
  Object.entries(TABLE).map(([name, group]) => ({
    name,
    shortcuts: Object.entries(group).map(([id, [label, keys]]) => ({
      id: id as KeyId,
      label,
      keys: keys.split(' '),
    })),
  }))

const SHORTCUTS: ReadonlyMap<KeyId, Shortcut> = new Map(
  KEY_GROUPS.flatMap(({ shortcuts }) => shortcuts.map((shortcut) => [shortcut.id, shortcut])),
)

export function shortcutOf(id: KeyId): Shortcut {
  const shortcut = SHORTCUTS.get(id)
  if (!shortcut) throw new Error(`There is no key ${id}.`)
  return shortcut
}

/** The part of a keyboard event that is needed. */
export interface KeyPress {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

/** The name of what was pressed as the table writes it: `Mod+K`, `Shift+D`, `?`, `F6`. */
export function chordOf(press: KeyPress, mac: boolean): string {
  const mod = mac ? press.metaKey : press.ctrlKey
  const other = mac ? press.ctrlKey : press.metaKey
  const letter = /^\p{L}$/u.test(press.key)
  const key = letter ? press.key.toUpperCase() : press.key
  // A sign like ? already says that Shift was held; for a letter or a named key it makes a difference.
  const shift = press.shiftKey && (letter || key.length > 1)
  return [mod && 'Mod', other && (mac ? 'Ctrl' : 'Meta'), press.altKey && 'Alt', shift && 'Shift', key]
    .filter(Boolean)
    .join('+')
}

/** True for what a person types as text: a single sign with nothing held but Shift. */
export function isLetterChord(chord: string): boolean {
  return chord.replace(/^Shift\+/, '').length === 1
}

/** True for keys that keep their meaning while a field has the focus. */
export function worksInFields(chord: string): boolean {
  return (
    chord !== 'Mod+Z' &&
    (/^(?:Mod|Alt|Meta|Ctrl)\+/.test(chord) || /^(?:Shift\+)?(?:F\d+|Escape)$/.test(chord))
  )
}

const NAMES: Readonly<Record<string, string>> = {
  Escape: 'Esc',
  Delete: 'Del',
  ArrowUp: '↑',
  ArrowDown: '↓',
}

/** The key caps of a shortcut: `['Ctrl', 'K']`, on a Mac `['⌘', 'K']`; `['G', 'S']`. */
export function keyCaps(keys: readonly string[], mac: boolean): string[] {
  return keys.flatMap((chord) =>
    chord.split('+').map((part) => {
      if (part === 'Mod') return mac ? '⌘' : 'Ctrl'
      if (part === 'Alt' && mac) return '⌥'
      return NAMES[part] ?? part
    }),
  )
}

/** Milliseconds in which the second key of a pair has to follow. */
const PAIR = 1_200

/** Finds shortcuts in a stream of chords; remembers the first key of a pair for a while. */
export function createMatcher(): (chord: string, at: number) => readonly KeyId[] {
  let first: { readonly chord: string; readonly at: number } | null = null
  return (chord, at) => {
    const pair = first && at - first.at <= PAIR ? [first.chord, chord] : null
    first = null
    const paired = pair ? matching(pair) : []
    if (paired.length > 0) return paired
    if ([...SHORTCUTS.values()].some(({ keys }) => keys.length === 2 && keys[0] === chord))
      first = { chord, at }
    return matching([chord])
  }
}

function matching(keys: readonly string[]): KeyId[] {
  return [...SHORTCUTS.values()]
    .filter(
      (shortcut) =>
        shortcut.keys.length === keys.length && shortcut.keys.every((key, at) => key === keys[at]),
    )
    .map(({ id }) => id)
}
