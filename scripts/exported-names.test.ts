import { expect, it } from 'vitest'
import remaining from './remaining-names.json' with { type: 'json' }
import { exportsOf, sourceFiles } from './source-files.ts'

// `remaining-names.json` lists the names that still have two meanings. Remove a name there when you rename it.
it('each exported name has one meaning, except those that remain to be renamed', () => {
  const places = new Map<string, string[]>()
  for (const file of sourceFiles()) {
    if (!file.startsWith('src-') || /\.test\.tsx?$/.test(file)) continue
    for (const name of exportsOf(file)) places.set(name, [...(places.get(name) ?? []), file])
  }
  expect(places.size).toBeGreaterThan(500)
  const shared = [...places].filter(([, files]) => files.length > 1).map(([name]) => name)
  expect(shared.sort()).toEqual(remaining.exports)
})
