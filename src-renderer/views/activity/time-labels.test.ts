import { expect, it } from 'vitest'
import { stepLabel, timeSpanLabel } from './time-labels.ts'

const at = (day: number, time: string) => new Date(`2026-11-${day}T${time}`).getTime()
const now = at(20, '15:00:00')

it.each([
  [at(20, '14:02:11'), at(20, '14:40:00'), '14:02 to 14:40'],
  [at(20, '14:02:11'), at(20, '14:03:30'), '14:02:11 to 14:03:30'],
  [at(19, '23:50:00'), at(20, '00:10:00'), '23:50 to 00:10'],
  [at(12, '09:00:00'), at(12, '11:30:00'), '12 Nov 2026, 09:00 to 11:30'],
  [at(12, '09:00:00'), at(14, '11:30:00'), '12 Nov 2026, 09:00 to 14 Nov 2026, 11:30'],
])('writes the span from %d to %d as %s', (from, to, text) =>
  expect(timeSpanLabel({ from, to }, now)).toBe(text),
)

it.each([
  [15_000, '14:32:15'],
  [20 * 60_000, '14:32'],
  [2 * 3_600_000, '20 Nov, 14:32'],
])('writes the beginning of a step of %d ms as %s', (step, text) =>
  expect(stepLabel(at(20, '14:32:15'), step)).toBe(text),
)
