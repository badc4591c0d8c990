import {
  IconAlertTriangle,
  IconBan,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
} from '@tabler/icons-react'
import type { RequestStatus } from '../../src-shared/contract/activity.ts'
import './small.css'

const ICONS = {
  ok: [IconCircleCheck, 'var(--text-3)', 'ok'],
  empty: [IconCircleDashed, 'var(--warn)', 'found nothing'],
  'tool-error': [IconCircleX, 'var(--err)', 'tool error'],
  'protocol-error': [IconAlertTriangle, 'var(--err)', 'protocol error'],
  cancelled: [IconBan, 'var(--text-3)', 'cancelled'],
} as const satisfies Record<RequestStatus, unknown>

/** A request status in words. */
export function statusWord(status: RequestStatus): string {
  return ICONS[status][2]
}

/** Colour of the text beside the icon; `undefined` when the request did not fail. */
export function statusColor(status: RequestStatus): string | undefined {
  return status === 'ok' || status === 'cancelled' ? undefined : ICONS[status][1]
}

/** Icon of a request status. With `alone`, screen readers get its name; otherwise there is text beside it. */
export function StatusIcon({
  status,
  alone = false,
}: {
  readonly status: RequestStatus
  readonly alone?: boolean
}) {
  const [Icon, color, word] = ICONS[status]
  const label = alone ? { role: 'img', 'aria-label': word } : { 'aria-hidden': true }
  return (
    <Icon className="status-icon" size={14} stroke={1.5} color={color} {...label}>
      {alone ? <title>{word}</title> : null}
    </Icon>
  )
}
