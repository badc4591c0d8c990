import { basename } from 'node:path'
import { describe, expect, it } from 'vitest'
import remaining from './remaining-names.json' with { type: 'json' }
import { identifiersOf, sourceFiles } from './source-files.ts'
import { complaint } from './vocabulary.ts'

describe('the words of the code', () => {
  const files = sourceFiles().filter((file) => !/vocabulary(\.test)?\.ts$/.test(file))

  it('are found in names', () => {
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

  it('are the field’s terms in every file name', () => {
    expect(files.flatMap((file) => complaint(basename(file).replace(/\..*/, ''), file) ?? [])).toEqual([])
  })

  // `remaining-names.json` lists the names that are still to be replaced. Whoever replaces one removes it there.
  it('are the field’s terms in every identifier, but for those that remain to be replaced', () => {
    const complaints = files.flatMap((file) =>
      [...identifiersOf(file)].flatMap((name) => complaint(name, file) ?? []),
    )
    expect(complaints.sort()).toEqual(remaining.identifiers)
  })
})
