import { expect, it } from 'vitest'
import type { FolderInspection } from '../../src-shared/contract/contract.ts'
import { describeFolder, isUsable } from './describe-folder.ts'

const LOOK: FolderInspection = {
  path: '/a',
  parent: '/',
  folders: [],
  standards: 5,
  areMore: false,
  exists: true,
  writable: true,
}

it.each([
  [{}, '5 markdown files', true],
  [{ standards: 1 }, '1 markdown file', true],
  [{ standards: 9_000, areMore: true }, 'over 9,000 markdown files', true],
  [{ standards: 0, areMore: true }, 'too large to count its markdown files', true],
  [{ writable: false }, '5 markdown files, read only', true],
  [{ exists: false }, 'It will be made.', true],
  [{ exists: false, writable: false }, 'It cannot be made here.', false],
])('tells of %j', (part, words, usable) => {
  expect(describeFolder({ ...LOOK, ...part })).toBe(words)
  expect(isUsable({ ...LOOK, ...part })).toBe(usable)
})
