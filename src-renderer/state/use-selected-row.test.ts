import { expect, it } from 'vitest'
import { pickRow } from './use-selected-row.ts'

it('picks the row with the id, else the last one, else the row in its place', () => {
  const rows = ['1', '2', '3'].map((id) => ({ id }))
  expect(pickRow(rows, '2', { id: '', index: 0 })?.id).toBe('2')
  expect(pickRow(rows, '9', { id: '3', index: 0 })?.id).toBe('3')
  expect(pickRow(rows, '9', { id: '', index: 1 })?.id).toBe('2')
  expect(pickRow(rows, '9', { id: '', index: 7 })?.id).toBe('3')
  expect(pickRow([], '1', { id: '', index: 0 })).toBeNull()
})
