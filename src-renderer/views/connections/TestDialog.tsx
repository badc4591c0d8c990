import { Button, Modal } from '@mantine/core'
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react'
import type { ClientStatus } from '../../../src-shared/contract/clients.ts'
import { formatNumber } from '../../../src-shared/format.ts'
import { CodeBlock } from '../../components/CodeBlock.tsx'
import { TimeAgo } from '../../components/TimeAgo.tsx'
import { useFocusReturn } from '../../components/use-focus-return.ts'
import { useBridgeMutation } from '../../state/use-bridge.ts'
import './client-dialogs.css'

/** The result of the last test of a client entry. */
export function TestDialog({ card, onClose }: { readonly card: ClientStatus; readonly onClose: () => void }) {
  useFocusReturn()
  const verify = useBridgeMutation('connect.verify')
  // The result of a test without an entry in the file is not recorded, so it is in the response only.
  const test = verify.data ?? card.test
  return (
    <Modal opened onClose={onClose} title={`Test of ${card.name}`} size={560}>
      <div className="plan">
        {test ? (
          <>
            <p className="test-result" data-ok={test.ok}>
              {test.ok ? <IconCircleCheck size={16} stroke={1.5} /> : <IconCircleX size={16} stroke={1.5} />}
              <span>
                {test.message} {test.remedy}
              </span>
            </p>
            <p className="secondary">
              The command was started as a desktop app starts it, <TimeAgo at={test.at} ago />, and took{' '}
              <span className="figures">{formatNumber(test.millis)} ms</span>.
            </p>
            {test.stderr.length > 0 ? (
              <CodeBlock text={test.stderr.join('\n')} label="What it wrote to stderr" />
            ) : null}
          </>
        ) : (
          <p className="secondary">It was not tested since the entry was written.</p>
        )}
        <div className="plan-foot">
          <span />
          <Button
            loading={verify.isPending}
            disabled={verify.blocked && !verify.isPending}
            onClick={() => verify.mutate({ client: card.client })}
          >
            Test again
          </Button>
          <Button data-autofocus onClick={onClose}>
            Close
          </Button>
        </div>
      </div>
    </Modal>
  )
}
