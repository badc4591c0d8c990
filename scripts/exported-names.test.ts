import { expect, it } from 'vitest'
import { exportsOf, sourceFiles } from './source-files.ts'

it('each exported name has one meaning', () => {
  const places = new Map<string, string[]>()
  for (const file of sourceFiles()) {
    if (!file.startsWith('src-') || /\.test\.tsx?$/.test(file)) continue
    for (const name of exportsOf(file)) places.set(name, [...(places.get(name) ?? []), file])
  }
  expect(places.size).toBeGreaterThan(500)
  expect([...places].filter(([, files]) => files.length > 1)).toEqual([])
})
