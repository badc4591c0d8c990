import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ErrorGroup } from '../../src-shared/contract/activity.ts'
import type { ClientState, ClientsChange } from '../../src-shared/contract/clients.ts'
import {
  createNotificationThrottle,
  type Notice,
  type NotificationThrottle,
} from './notification-throttle.ts'

let shown: Notice[]
let wanted: boolean
let throttle: NotificationThrottle
beforeEach(() => {
  vi.useFakeTimers()
  shown = []
  wanted = true
  throttle = createNotificationThrottle({ show: (notice) => shown.push(notice), isWanted: () => wanted })
})
afterEach(() => {
  throttle.close()
  vi.useRealTimers()
})

function news(name: string, state: ClientState, before: ClientState, attention = true): ClientsChange {
  return { card: { name, state, attention }, before } as ClientsChange
}

function problem(id: string, source: ErrorGroup['source'] = 'index'): ErrorGroup {
  return { id, source, title: 'Broken YAML', where: `${id}.md` } as ErrorGroup
}

describe('notifications of lost clients', () => {
  it('are shown once for a loss', () => {
    throttle.connections([news('Claude Desktop', 'lost', 'live')])
    throttle.connections([news('Claude Desktop', 'lost', 'lost')])
    vi.advanceTimersByTime(60_000)
    expect(shown).toEqual([
      {
        title: 'Claude Desktop no longer reaches Plumbline',
        body: 'Its entry was lost or changed. Click to repair it.',
        path: '/connections',
      },
    ])
  })

  it('are joined for clients that are lost together, and paused afterwards', () => {
    throttle.connections([news('Cursor', 'lost', 'live'), news('Zed', 'broken', 'tested')])
    vi.advanceTimersByTime(2_000)
    expect(shown.map(({ title }) => title)).toEqual(['2 clients no longer reach Plumbline'])
    throttle.connections([news('Codex', 'changed', 'live')])
    vi.advanceTimersByTime(4 * 60_000)
    expect(shown).toHaveLength(1)
    vi.advanceTimersByTime(60_000)
    expect(shown[1]?.title).toBe('Codex no longer reaches Plumbline')
  })

  it('are not shown for clients that come back at once, never had an entry or need no attention', () => {
    throttle.connections([news('Cursor', 'lost', 'live')])
    throttle.connections([news('Cursor', 'written', 'lost')])
    throttle.connections([news('Zed', 'tested', 'written'), news('Codex', 'lost', 'live', false)])
    vi.advanceTimersByTime(60_000)
    expect(shown).toEqual([])
  })
})

describe('notifications of problems in standards', () => {
  it('are shown once for new problems, not for those at the start', () => {
    throttle.errors([problem('old')])
    throttle.errors([problem('old'), problem('new'), problem('tool', 'tool')])
    throttle.errors([problem('old'), problem('new')])
    vi.advanceTimersByTime(60_000)
    expect(shown).toEqual([
      { title: 'A standard has a problem', body: 'new.md: Broken YAML', path: '/errors?source=index' },
    ])
  })

  it('are joined when there are many', () => {
    throttle.errors([])
    throttle.errors(Array.from({ length: 40 }, (_, at) => problem(`s${at}`)))
    vi.advanceTimersByTime(2_000)
    expect(shown.map(({ title }) => title)).toEqual(['40 standards have problems'])
  })

  it('are not shown when they are switched off', () => {
    wanted = false
    throttle.errors([])
    throttle.errors([problem('new')])
    vi.advanceTimersByTime(60_000)
    expect(shown).toEqual([])
  })
})
