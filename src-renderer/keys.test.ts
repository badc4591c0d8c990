import { describe, expect, it } from 'vitest'
import {
  chordOf,
  createMatcher,
  isLetterChord,
  KEY_GROUPS,
  keyCaps,
  shortcutOf,
  worksInFields,
} from './keys.ts'

const plain = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }

describe('a key press', () => {
  it.each([
    [{ key: 'k', ctrlKey: true }, false, 'Mod+K'],
    [{ key: 'k', metaKey: true }, true, 'Mod+K'],
    [{ key: 'k', ctrlKey: true }, true, 'Ctrl+K'],
    [{ key: 'D', shiftKey: true }, false, 'Shift+D'],
    [{ key: '?', shiftKey: true }, false, '?'],
    [{ key: 'F6', shiftKey: true }, false, 'Shift+F6'],
    [{ key: 'Enter', altKey: true }, false, 'Alt+Enter'],
    [{ key: 'ж' }, false, 'Ж'],
  ])('%o (mac %s) is %s', (press, mac, chord) => expect(chordOf({ ...plain, ...press }, mac)).toBe(chord))

  it('is text when a person could have typed it', () => {
    expect(['N', '?', '/', 'Shift+D'].every(isLetterChord)).toBe(true)
    expect(['F6', 'Mod+K', 'Escape', 'Enter', 'Alt+C'].some(isLetterChord)).toBe(false)
  })

  it('reaches the window from a field only when the field has no use for it', () => {
    expect(['Mod+S', 'Mod+K', 'F6', 'Shift+F7', 'Escape', 'Alt+Enter'].every(worksInFields)).toBe(true)
    expect(['Delete', 'Home', 'Enter', 'N', 'Shift+D', 'Mod+Z'].some(worksInFields)).toBe(false)
  })
})

describe('the matcher', () => {
  it('finds a single chord', () => expect(createMatcher()('Mod+K', 0)).toEqual(['palette.open']))

  it('finds a pair, and forgets its first key after a while', () => {
    const match = createMatcher()
    expect(match('G', 0)).toEqual([])
    expect(match('S', 500)).toEqual(['go.standards'])
    expect(match('S', 600)).toEqual([])
    expect(match('G', 1_000)).toEqual([])
    expect(match('N', 9_000)).toEqual(['standards.new'])
  })

  it('takes the second key by itself when the two are no pair', () => {
    const match = createMatcher()
    match('G', 0)
    expect(match('P', 100)).toEqual(['activity.pause'])
  })
})

describe('the table', () => {
  it('gives each key one meaning, so that views only decide when it holds', () => {
    const all = KEY_GROUPS.flatMap(({ shortcuts }) => shortcuts.map(({ keys }) => keys.join(' ')))
    expect(all.filter((keys, at) => all.indexOf(keys) !== at)).toEqual([])
  })

  it('is shown with the caps of the system', () => {
    expect(keyCaps(shortcutOf('palette.open').keys, false)).toEqual(['Ctrl', 'K'])
    expect(keyCaps(shortcutOf('palette.open').keys, true)).toEqual(['⌘', 'K'])
    expect(keyCaps(shortcutOf('go.connections').keys, false)).toEqual(['G', 'N'])
    expect(keyCaps(shortcutOf('back').keys, false)).toEqual(['Esc'])
  })
})
