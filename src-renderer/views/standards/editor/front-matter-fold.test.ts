import { EditorState } from '@codemirror/state'
import { describe, expect, it } from 'vitest'
import { foldFrontMatter, frontMatterFold } from './front-matter-fold.ts'

const FRONT = '---\ntitle: A\n---'
const open = () => EditorState.create({ doc: `${FRONT}\n\n# A\n`, extensions: [frontMatterFold] })
const text = (state: EditorState) => state.doc.toString()

describe('folded front matter', () => {
  it('drops what is typed at its edges', () => {
    for (const from of [0, FRONT.length]) {
      const state = open().update({ changes: { from, insert: 'x' } }).state
      expect(text(state)).toBe(text(open()))
    }
    expect(text(open().update({ changes: { from: FRONT.length + 1, insert: 'x' } }).state)).toContain(
      '---\nx\n',
    )
  })

  it('remains when all text is deleted', () => {
    const state = open()
    expect(text(state.update({ changes: { from: 0, to: state.doc.length } }).state)).toBe(`${FRONT}\n`)
  })

  it('remains when all text is replaced by pasting', () => {
    const state = open()
    const pasted = state.update({ changes: { from: 0, to: state.doc.length, insert: '# New\n' } }).state
    expect(text(pasted)).toBe(`${FRONT}\n# New\n`)
    expect(pasted.selection.main.head).toBe(pasted.doc.length)
    const emptied = state.update({ changes: { from: 0, to: state.doc.length } }).state
    const typed = emptied.update(emptied.replaceSelection('hello')).state
    expect(text(typed.update(typed.replaceSelection('\nworld')).state)).toBe(`${FRONT}\nhello\nworld`)
  })

  it('keeps the line end after it', () => {
    for (const from of [FRONT.length, FRONT.length - 1]) {
      const state = open().update({ changes: { from, to: FRONT.length + 1 } }).state
      expect(text(state)).toBe(text(open()))
    }
    // As a line is moved up over it.
    const moved = [
      { from: FRONT.length - 3, insert: '# A\n' },
      { from: FRONT.length + 2, to: FRONT.length + 6 },
    ]
    expect(text(open().update({ changes: moved, userEvent: 'move.line' }).state)).toBe(text(open()))
  })

  it('is skipped when many places are replaced at once', () => {
    const everyA = [
      { from: 11, to: 12, insert: 'B' },
      { from: FRONT.length + 4, to: FRONT.length + 5, insert: 'B' },
    ]
    const replaced = open().update({ changes: everyA, userEvent: 'input.replace.all' }).state
    expect(text(replaced)).toBe(`${FRONT}\n\n# B\n`)
    const hidden = { changes: everyA.slice(0, 1), userEvent: 'input.replace' }
    const next = open().update({ ...hidden, selection: { anchor: FRONT.length + 4 } }).state
    expect(text(next)).toBe(text(open()))
    expect(next.selection.main.head).toBe(FRONT.length + 4)
  })

  it('adds the line below it when there is none', () => {
    const bare = EditorState.create({ doc: FRONT, extensions: [frontMatterFold] })
    const typed = bare.update({ changes: { from: FRONT.length, insert: 'x' } }).state
    expect(text(typed)).toBe(`${FRONT}\nx`)
  })

  it('can be changed by the form, without the filter', () => {
    const changes = { from: 11, to: 12, insert: 'B' }
    expect(text(open().update({ changes, filter: false }).state)).toContain('title: B')
    expect(text(open().update({ changes }).state)).toContain('title: A')
  })

  it('keeps the cursor below it until it is unfolded', () => {
    expect(open().update({ selection: { anchor: 0 } }).state.selection.main.head).toBe(FRONT.length + 1)
    const unfolded = open().update({ effects: foldFrontMatter.of(false) }).state
    expect(unfolded.update({ selection: { anchor: 0 } }).state.selection.main.head).toBe(0)
    expect(text(unfolded.update({ changes: { from: 0, insert: 'x' } }).state)).toMatch(/^x---/)
  })
})
