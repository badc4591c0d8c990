import { expect, it } from 'vitest'
import type { FolderInspection } from '../../src-shared/contract/contract.ts'
import { describeFolder, isUsable } from './describe-folder.ts'

const FOLDER: FolderInspection = {
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
  [{ standards: 1, areMore: true }, 'over 1 markdown files', true],
  [{ standards: 0, areMore: true }, 'too large to count its markdown files', true],
  [{ writable: false }, '5 markdown files, read-only', true],
  [{ exists: false }, 'It will be created.', true],
  [{ exists: false, writable: false }, 'It cannot be created here.', false],
])('describes a folder with %j', (part, text, usable) => {
  expect(describeFolder({ ...FOLDER, ...part })).toBe(text)
  expect(isUsable({ ...FOLDER, ...part })).toBe(usable)
})
