import { expect, it } from 'vitest'
import { autostartEntry } from './autostart-entry.ts'
import { createCrashCount } from './crash-count.ts'

it('quotes a program path with special characters', () => {
  const entry = autostartEntry('/opt/100% "mine"/$HOME\\plumbline', ['--hidden'])
  expect(entry).toContain(String.raw`Exec="/opt/100%% \\"mine\\"/\\$HOME\\\\plumbline" "--hidden"`)
})

it('reports too many crashes when they follow each other quickly', () => {
  let now = 0
  const crashes = createCrashCount(() => now)
  expect([crashes.isTooMany(), crashes.isTooMany(), crashes.isTooMany()]).toEqual([false, false, false])
  now = 59_000
  expect(crashes.isTooMany()).toBe(true)
  now = 200_000
  expect(crashes.isTooMany()).toBe(false)
})
