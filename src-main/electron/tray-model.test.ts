import { describe, expect, it, vi } from 'vitest'
import type { AppState } from '../../src-shared/contract/contract.ts'
import { trayMenu } from './tray-menu.ts'
import { trayModel } from './tray-model.ts'

interface Changes {
  readonly counts?: Partial<AppState['counts']>
  readonly endpoint?: Partial<AppState['endpoint']>
  readonly progress?: Partial<AppState['library']['progress']>
  readonly opensAtLogin?: boolean | null
}

function stateWith({ counts, endpoint, progress, opensAtLogin = false }: Changes): AppState {
  return {
    host: { opensAtLogin },
    library: { standards: 1_234, progress: { state: 'watching', done: 0, total: 0, ...progress } },
    endpoint: { state: 'on', message: null, ...endpoint },
    counts: { gaps: 0, perMinute: 3, cacheEntries: 0, errors: 0, sessions: 1, attention: 0, ...counts },
    versions: {},
  } as unknown as AppState
}

const modelOf = (changes: Changes) => trayModel(stateWith(changes), 'live', [])

describe('trayModel', () => {
  it('shows what is served', () => {
    expect(modelOf({})).toMatchObject({
      icon: 'serving',
      tooltip: 'Plumbline: Serving 1,234 standards',
      lines: [{ text: 'Serving 1,234 standards' }, { text: '1 session, 3 requests in the last minute' }],
    })
  })

  it.each<[string, Changes, string, string]>([
    ['paused', { endpoint: { state: 'paused' } }, 'paused', 'Paused: nothing is answered over HTTP'],
    ['failing', { endpoint: { state: 'failed' } }, 'attention', 'Nothing is answered over HTTP'],
    ['without its folder', { progress: { state: 'missing' } }, 'attention', 'The library folder is missing'],
    ['on a full disk', { progress: { state: 'failed' } }, 'attention', 'The library is not indexed'],
    [
      'beside a stopped process',
      { progress: { state: 'stalled' } },
      'attention',
      'The indexing process does not respond',
    ],
    [
      'indexing',
      { progress: { state: 'indexing', done: 6_412, total: 10_000 } },
      'serving',
      'Indexing, 6,412 of 10,000',
    ],
    ['in need of the user', { counts: { attention: 1 } }, 'attention', 'Serving 1,234 standards'],
    [
      'with errors, though paused',
      { endpoint: { state: 'paused' }, counts: { errors: 2 } },
      'attention',
      'Paused',
    ],
  ])('%s', (_name, changes, icon, status) => {
    const model = modelOf(changes)
    expect(model.icon).toBe(icon)
    expect(model.lines[0]?.text).toContain(status)
  })

  it('counts what needs attention, with a path to each', () => {
    const { lines, unread, tooltip } = modelOf({ counts: { errors: 2, attention: 1 } })
    expect(lines.slice(2)).toEqual([
      { text: '2 unread errors', path: '/errors' },
      { text: '1 client needs attention', path: '/connections' },
    ])
    expect(unread).toBe(2)
    expect(tooltip).toContain('2 unread errors')
  })
})

describe('trayMenu', () => {
  const actions = {
    open: vi.fn(),
    connectClaudeDesktop: vi.fn(),
    setPaused: vi.fn(),
    reindex: vi.fn(),
    setOpenAtLogin: vi.fn(),
    quit: vi.fn(),
  }
  const itemsOf = (changes: Changes, connection: Parameters<typeof trayModel>[1] = 'live') =>
    trayMenu(trayModel(stateWith(changes), connection, [{ id: 'a b/c&d.md', title: 'C & D' }]), actions)
  const click = (items: ReturnType<typeof itemsOf>, id: string) => {
    const item = items.find((candidate) => candidate.id === id)
    ;(item?.click as ((item: object) => void) | undefined)?.({})
    return item
  }

  it('offers to connect until Claude Desktop is connected', () => {
    expect(click(itemsOf({}, 'lost'), 'connect')?.label).toBe('Connect to Claude Desktop')
    expect(actions.connectClaudeDesktop).toHaveBeenCalledOnce()
    for (const state of ['written', 'tested'] as const)
      expect(click(itemsOf({}, state), 'connect')?.label).toBe('Restart Claude Desktop to connect')
    expect(actions.open).toHaveBeenLastCalledWith('/connections')
    expect(itemsOf({}, 'live').find(({ id }) => id === 'connect')?.label).toBe('Connected to Claude Desktop')
    expect(itemsOf({}, 'not-found').find(({ id }) => id === 'connect')?.enabled).toBe(false)
  })

  it('switches the state, whatever the menu did with the click', () => {
    click(itemsOf({ endpoint: { state: 'paused' } }), 'pause')
    expect(actions.setPaused).toHaveBeenLastCalledWith(false)
    click(itemsOf({ opensAtLogin: false }), 'login')
    expect(actions.setOpenAtLogin).toHaveBeenLastCalledWith(true)
    expect(itemsOf({ opensAtLogin: null }).some(({ id }) => id === 'login')).toBe(false)
  })

  it('shows titles of standards and opens them by id', () => {
    const recent = itemsOf({}).find(({ id }) => id === 'recent')
    const [first] = (recent?.submenu ?? []) as { label: string; click: () => void }[]
    expect(first?.label).toBe('C && D')
    first?.click()
    expect(actions.open).toHaveBeenLastCalledWith('/standards/a%20b/c%26d.md')
  })
})
