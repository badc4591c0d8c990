import { afterEach, beforeEach, expect, it } from 'vitest'
import { aRequest, makeTempActivity, type TempActivity } from '../../testing/temp-activity.ts'
import { eventually } from '../../testing/temp-library.ts'
import type { Activity } from '../activity.ts'
import { createUsageCounts, type UsageCounts } from '../activity.ts'

let temp: TempActivity
let activity: Activity
let now: number
let counts: UsageCounts
beforeEach(() => {
  temp = makeTempActivity()
  activity = temp.open()
  now = 0
  counts = createUsageCounts(activity, () => now)
})
afterEach(async () => {
  counts.close()
  await temp.close()
})

const ask = (id: string) =>
  activity.record(aRequest({ tool: 'get_standard', references: [{ id, section: null }] }))

it('counts how often each standard was asked for, every two seconds at most', async () => {
  // Told after the counts are.
  let notified = 0
  activity.follow(({ rows }) => {
    notified += rows.length
  })
  ask('a.md')
  ask('a.md')
  ask('b.md')
  await eventually(() => notified === 3)
  const first = counts.current()
  expect([...first]).toEqual([
    ['a.md', 2],
    ['b.md', 1],
  ])
  ask('b.md')
  await eventually(() => notified === 4)
  now += 1_999
  expect(counts.current()).toBe(first)
  now += 1
  const second = counts.current()
  expect(second.get('b.md')).toBe(2)
  // Nothing was asked since: the same map, however late it is.
  now += 3_600_000
  expect(counts.current()).toBe(second)
})
