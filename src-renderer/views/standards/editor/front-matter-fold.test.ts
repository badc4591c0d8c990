import { EditorState } from '@codemirror/state'
import { describe, expect, it } from 'vitest'
import { foldFrontMatter, frontMatterFold } from './front-matter-fold.ts'

const FRONT = '---\ntitle: A\n---'
const open = () => EditorState.create({ doc: `${FRONT}\n\n# A\n`, extensions: [frontMatterFold] })
const text = (state: EditorState) => state.doc.toString()

describe('folded front matter', () => {
  it('takes nothing that is typed beside it', () => {
    for (const from of [0, FRONT.length]) {
      const state = open().update({ changes: { from, insert: 'x' } }).state
      expect(text(state)).toBe(text(open()))
    }
    expect(text(open().update({ changes: { from: FRONT.length + 1, insert: 'x' } }).state)).toContain(
      '---\nx\n',
    )
  })

  it('stays when everything is deleted', () => {
    const state = open()
    expect(text(state.update({ changes: { from: 0, to: state.doc.length } }).state)).toBe(FRONT)
  })

  it('is changed by the form, which goes past the filter', () => {
    const changes = { from: 11, to: 12, insert: 'B' }
    expect(text(open().update({ changes, filter: false }).state)).toContain('title: B')
    expect(text(open().update({ changes }).state)).toContain('title: A')
  })

  it('keeps the cursor below, and lets it in once it is unfolded', () => {
    expect(open().update({ selection: { anchor: 0 } }).state.selection.main.head).toBe(FRONT.length + 1)
    const unfolded = open().update({ effects: foldFrontMatter.of(false) }).state
    expect(unfolded.update({ selection: { anchor: 0 } }).state.selection.main.head).toBe(0)
    expect(text(unfolded.update({ changes: { from: 0, insert: 'x' } }).state)).toMatch(/^x---/)
  })
})
