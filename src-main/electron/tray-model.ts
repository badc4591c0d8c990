import type { ClientState } from '../../src-shared/contract/clients.ts'
import type { AppState } from '../../src-shared/contract/contract.ts'
import { formatCount, formatNumber } from '../../src-shared/format.ts'

export type TrayIcon = 'serving' | 'paused' | 'attention'

/** An information line of the tray's menu. */
interface TrayLine {
  readonly text: string
  /** The path in the window that a click opens; `null`: the line cannot be clicked. */
  readonly path: string | null
}

/** Everything that the tray shows, as plain data that can be compared. */
export interface TrayModel {
  readonly icon: TrayIcon
  readonly tooltip: string
  /** Number of errors that are not acknowledged. */
  readonly unread: number
  readonly lines: readonly TrayLine[]
  readonly paused: boolean
  /** `null`: the app cannot start at login on this system. */
  readonly opensAtLogin: boolean | null
  /** `restart`: the entry is written, but Claude Desktop has not used it yet. */
  readonly claudeDesktop: 'connect' | 'restart' | 'connected' | 'absent'
  readonly recent: readonly { readonly id: string; readonly title: string }[]
}

/** @param claudeDesktop the state of Claude Desktop's client entry */
export function trayModel(
  state: AppState,
  claudeDesktop: ClientState,
  recent: TrayModel['recent'],
): TrayModel {
  const { counts, endpoint, host } = state
  const status = statusOf(state)
  const unread = counts.errors
  const lines: TrayLine[] = [{ text: status, path: null }]
  if (endpoint.message !== null) lines.push({ text: short(endpoint.message), path: '/settings' })
  lines.push({ text: trafficOf(state), path: '/activity' })
  if (unread > 0) lines.push({ text: formatCount(unread, 'unread error'), path: '/errors' })
  if (counts.attention > 0)
    lines.push({
      text: `${formatCount(counts.attention, 'client')} ${counts.attention === 1 ? 'needs' : 'need'} attention`,
      path: '/connections',
    })
  return {
    icon: iconOf(state),
    tooltip: `Plumbline: ${status}${unread > 0 ? `, ${formatCount(unread, 'unread error')}` : ''}`,
    unread,
    lines,
    paused: endpoint.state === 'paused',
    opensAtLogin: host.opensAtLogin,
    claudeDesktop: claudeDesktopState(claudeDesktop),
    recent,
  }
}

function claudeDesktopState(state: ClientState): TrayModel['claudeDesktop'] {
  if (state === 'live') return 'connected'
  if (state === 'written' || state === 'tested') return 'restart'
  return state === 'not-found' ? 'absent' : 'connect'
}

function iconOf({ counts, endpoint, library }: AppState): TrayIcon {
  const isLost = ['missing', 'failed', 'stalled'].includes(library.progress.state)
  if (counts.errors > 0 || counts.attention > 0 || endpoint.state === 'failed' || isLost) return 'attention'
  return endpoint.state === 'paused' ? 'paused' : 'serving'
}

function statusOf({ library, endpoint }: AppState): string {
  const { state, done, total } = library.progress
  if (state === 'missing') return 'The library folder is missing'
  if (state === 'failed') return 'The library is not indexed'
  if (state === 'stalled') return 'The indexing process does not respond'
  if (state === 'indexing' && total > 0) return `Indexing, ${formatNumber(done)} of ${formatNumber(total)}`
  if (endpoint.state === 'paused') return 'Paused: nothing is answered over HTTP'
  if (endpoint.state === 'failed') return 'Nothing is answered over HTTP'
  return `Serving ${formatCount(library.standards, 'standard')}`
}

function trafficOf({ counts }: AppState): string {
  return `${formatCount(counts.sessions, 'session')}, ${formatCount(counts.perMinute, 'request')} in the last minute`
}

function short(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}
