import { basename } from 'node:path'
import { describe, expect, it } from 'vitest'
import { identifiersOf, sourceFiles } from './source-files.ts'
import { complaint } from './vocabulary.ts'

describe('names in the code', () => {
  const files = sourceFiles().filter((file) => !/vocabulary(\.test)?\.ts$/.test(file))

  it('are checked word by word', () => {
    for (const name of [
      'openShelf',
      'SHELF_ROW',
      'shelf-row',
      'RowOfShelf',
      'askAgain',
      'what',
      'lookAtFile',
    ])
      expect(complaint(name, 'src-core/app/a.ts'), name).not.toBeNull()
    for (const name of ['bookshelfless', 'attend', 'forEach', 'kind', 'inheritance'])
      expect(complaint(name, 'src-core/app/a.ts'), name).toBeNull()
  })

  it('use the terms of the glossary in every file name', () => {
    expect(files.flatMap((file) => complaint(basename(file).replace(/\..*/, ''), file) ?? [])).toEqual([])
  })

  it('use the terms of the glossary in every identifier', () => {
    const complaints = files.flatMap((file) =>
      [...identifiersOf(file)].flatMap((name) => complaint(name, file) ?? []),
    )
    expect(complaints).toEqual([])
  })
})
