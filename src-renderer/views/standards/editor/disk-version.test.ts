import { expect, it } from 'vitest'
import { diskStep } from './disk-version.ts'

const version = (text: string) => ({ text, version: `hash of ${text}`, savedAt: 0 })
const base = version('old')

it.each([
  ['the version that was opened', 'old', { text: 'mine' }, 'same'],
  ['the text of a save that is under way', 'mine', { text: 'mine', savingText: 'mine' }, 'own-save'],
  ['the text of the editor', 'mine', { text: 'mine' }, 'adopt'],
  ['another text while nothing is unsaved', 'theirs', { text: 'old' }, 'reload'],
  ['another text while something is unsaved', 'theirs', { text: 'mine' }, 'conflict'],
  ['the text of the editor while both are compared', 'mine', { text: 'mine', isComparing: true }, 'conflict'],
] as const)('%s', (_, onDisk, editor, step) => {
  const state = { base, savingText: null, isComparing: false, ...editor }
  expect(diskStep(version(onDisk), state)).toBe(step)
})
