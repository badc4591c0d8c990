import { expect, it } from 'vitest'
import { createTickets } from './download-tickets.ts'

const download = (name: string) => ({ name, type: 'text/plain', pieces: () => [name] })

it('gives a download once, soon, and to who has its path', () => {
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

it('keeps a hundred', () => {
  const tickets = createTickets()
  const paths = Array.from({ length: 150 }, (_, n) => tickets.issue(download(String(n))))
  expect(paths.filter((path) => tickets.take(path) !== null)).toEqual(paths.slice(50))
})
