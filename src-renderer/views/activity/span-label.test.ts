import { expect, it } from 'vitest'
import { spanLabel } from './span-label.ts'

const at = (day: number, time: string) => new Date(`2026-11-${day}T${time}`).getTime()
const now = at(20, '15:00:00')

it.each([
  [at(20, '14:02:11'), at(20, '14:40:00'), '14:02 to 14:40'],
  [at(20, '14:02:11'), at(20, '14:03:30'), '14:02:11 to 14:03:30'],
  [at(19, '23:50:00'), at(20, '00:10:00'), '23:50 to 00:10'],
  [at(12, '09:00:00'), at(12, '11:30:00'), '12 Nov 2026, 09:00 to 11:30'],
  [at(12, '09:00:00'), at(14, '11:30:00'), '12 Nov 2026, 09:00 to 14 Nov 2026, 11:30'],
])('%d to %d', (from, to, words) => expect(spanLabel({ from, to }, now)).toBe(words))
