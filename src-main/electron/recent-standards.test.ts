import { expect, it } from 'vitest'
import type { Usage } from '../../src-shared/contract/activity.ts'
import type { Standard } from '../../src-shared/contract/library.ts'
import { createRecentStandards } from './recent-standards.ts'

it('are the last requested standards that still exist, counted at most every ten seconds', () => {
  let now = 1_000_000
  let asked = 0
  let used: readonly Usage[] = [
    { id: 'old.md', times: 9, lastAt: 1, lastClient: null },
    { id: 'gone.md', times: 1, lastAt: 3, lastClient: null },
    { id: 'new.md', times: 1, lastAt: 2, lastClient: null },
  ]
  const activity = {
    usage() {
      asked++
      return used
    },
  }
  const library = { get: (id: string) => (id === 'gone.md' ? null : ({ id, title: `T ${id}` } as Standard)) }
  const recent = createRecentStandards(activity, library, () => now)
  expect(recent()).toEqual([
    { id: 'new.md', title: 'T new.md' },
    { id: 'old.md', title: 'T old.md' },
  ])
  used = []
  now += 9_000
  expect(recent()).toHaveLength(2)
  now += 2_000
  expect(recent()).toEqual([])
  expect(asked).toBe(2)
})
