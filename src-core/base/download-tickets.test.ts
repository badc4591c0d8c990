import { expect, it } from 'vitest'
import { createTickets } from './download-tickets.ts'

const download = (name: string) => ({ name, type: 'text/plain', pieces: () => [name] })

it('returns a download once, for its path and within a minute', () => {
  let now = 0
  const tickets = createTickets(() => now)
  const path = tickets.issue(download('a'))
  const other = tickets.issue(download('b'))
  expect(path).toMatch(/^\/export\/[\w-]{32}$/)
  expect(path).not.toBe(other)
  expect(tickets.take('/export/')).toBeNull()
  expect(tickets.take(path)?.name).toBe('a')
  expect(tickets.take(path)).toBeNull()
  now = 60_001
  expect(tickets.take(other)).toBeNull()
})

it('holds the newest hundred downloads', () => {
  const tickets = createTickets()
  const paths = Array.from({ length: 150 }, (_, n) => tickets.issue(download(String(n))))
  expect(paths.filter((path) => tickets.take(path) !== null)).toEqual(paths.slice(50))
})
