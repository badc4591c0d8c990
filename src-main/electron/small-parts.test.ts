import { expect, it } from 'vitest'
import { autostartEntry } from './autostart-entry.ts'
import { createCrashCount } from './crash-count.ts'

it('starts a program whose path has everything in it', () => {
  const entry = autostartEntry('/opt/100% "mine"/$HOME\\plumbline', ['--hidden'])
  expect(entry).toContain(String.raw`Exec="/opt/100%% \\"mine\\"/\\$HOME\\\\plumbline" "--hidden"`)
})

it('calls it too many when failures come one after the other', () => {
  let now = 0
  const crashes = createCrashCount(() => now)
  expect([crashes.isTooMany(), crashes.isTooMany(), crashes.isTooMany()]).toEqual([false, false, false])
  now = 59_000
  expect(crashes.isTooMany()).toBe(true)
  now = 200_000
  expect(crashes.isTooMany()).toBe(false)
})
