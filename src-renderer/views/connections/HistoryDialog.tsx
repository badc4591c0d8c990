import { Modal } from '@mantine/core'
import type { ClientStatus } from '../../../src-shared/contract/clients.ts'
import { shortenPath } from '../../../src-shared/format.ts'
import { TimeAgo } from '../../components/TimeAgo.tsx'
import { useFocusReturn } from '../../components/use-focus-return.ts'
import { useAppState } from '../../state/app-state.tsx'
import { eventLabel } from './card-labels.ts'
import './client-dialogs.css'

/** The changes of a client entry, newest first. */
export function HistoryDialog({
  card,
  onClose,
}: {
  readonly card: ClientStatus
  readonly onClose: () => void
}) {
  useFocusReturn()
  const userHome = useAppState((state) => state.host.userHome)
  return (
    <Modal opened onClose={onClose} title={`History of ${card.name}`} size={560}>
      <ol className="history">
        {card.events.map((event) => (
          <li key={`${event.at}-${event.kind}`}>
            <span>{eventLabel(event)}</span>
            <span className="mono ellipsis tertiary" title={event.file}>
              {shortenPath(event.file, userHome)}
            </span>
            <span className="secondary">
              <TimeAgo at={event.at} ago />
            </span>
          </li>
        ))}
      </ol>
    </Modal>
  )
}
