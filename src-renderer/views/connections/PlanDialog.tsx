import { Button, Modal } from '@mantine/core'
import type { ClientStatus, FilePlan } from '../../../src-shared/contract/clients.ts'
import { shortenPath } from '../../../src-shared/format.ts'
import { SkeletonBar, useSlow } from '../../components/SkeletonRows.tsx'
import { toast } from '../../components/toasts.tsx'
import { useFocusReturn } from '../../components/use-focus-return.ts'
import { useAppState } from '../../state/app-state.tsx'
import { useBridge, useBridgeMutation } from '../../state/use-bridge.ts'
import { Difference } from './Difference.tsx'
import './client-dialogs.css'

/** The change that the dialog plans. */
export type PlanKind = 'connect' | 'repair' | 'disconnect'

const VERBS = { connect: 'Connect', repair: 'Repair', disconnect: 'Disconnect' } as const

/** Shows the planned changes of a client's files and applies them after confirmation. */
export function PlanDialog({
  card: { client, name, state },
  kind,
  onClose,
}: {
  readonly card: ClientStatus
  readonly kind: PlanKind
  readonly onClose: () => void
}) {
  useFocusReturn()
  const removes = kind === 'disconnect'
  // Refetched when the client writes its file while the dialog is open.
  const plan = useBridge('connect.plan', { client, disconnect: removes }, { area: 'connections' })
  const userHome = useAppState((state) => state.host.userHome)
  const undo = useBridgeMutation('connect.undo', { onDone: () => toast('The file is as it was before') })
  const apply = useBridgeMutation('connect.apply', {
    quiet: true,
    onDone: reportResult('Wrote the entry into'),
  })
  const disconnect = useBridgeMutation('connect.disconnect', {
    quiet: true,
    onDone: reportResult('Took the entry out of'),
  })
  const slow = useSlow(plan.isPending)
  const files = plan.data?.files ?? []
  const another = !removes && files.some(({ replaces }) => replaces === 'another')
  // A lost entry is no longer in the file, but disconnecting still ends its automatic repair.
  const isNeeded =
    files.some(({ kind }) => kind === 'write') || (removes && state === 'lost' && files.length > 0)
  const isBroken = files.some(({ kind }) => kind === 'broken')
  const doing = removes ? disconnect : apply
  const error = doing.error ?? plan.error

  function reportResult(action: string) {
    return ({
      card,
      files: done,
    }: {
      readonly card: { readonly can: { readonly undo: boolean } }
      readonly files: readonly { readonly file: string; readonly result: string }[]
    }) => {
      const written = done.filter(({ result }) => result !== 'same').map(({ file }) => file)
      if (removes && written.length === 0) toast(`${name} is disconnected`)
      if (written.length > 0)
        toast(
          <>
            {action} <code>{written.map((file) => shortenPath(file, userHome)).join(', ')}</code>
          </>,
          card.can.undo ? () => undo.mutate({ client }) : undefined,
        )
      onClose()
    }
  }

  return (
    <Modal opened onClose={onClose} title={`${VERBS[kind]} ${name}`} size={640}>
      <div className="plan">
        {slow ? (
          <div role="status" aria-label="Loading" className="plan-loading">
            {[0, 1, 2, 3, 4].map((row) => (
              <SkeletonBar key={row} row={row} column={0} />
            ))}
          </div>
        ) : null}
        {files.map((file) => (
          <PlannedFile
            key={file.file}
            plan={file}
            removes={removes}
            path={shortenPath(file.file, userHome)}
          />
        ))}
        {another ? (
          <p className="plan-warning">
            An entry named <code>plumbline</code> is there that Plumbline did not write. It may belong to
            another program; replacing it takes it out.
          </p>
        ) : null}
        {error ? (
          <p role="alert" className="plan-error">
            {error.message} {error.remedy}
          </p>
        ) : null}
        <div className="plan-foot">
          <span className="secondary">
            {files.some((file) => file.kind === 'write' && !file.creates)
              ? 'A backup of the file is kept. What may be a secret is masked here.'
              : null}
          </span>
          <Button onClick={onClose}>{isNeeded ? 'Cancel' : 'Close'}</Button>
          {isNeeded ? (
            <Button
              data-autofocus
              variant="filled"
              {...(another ? { color: 'red' } : {})}
              disabled={isBroken || (doing.blocked && !doing.isPending)}
              loading={doing.isPending}
              onClick={() =>
                removes
                  ? disconnect.mutate({ client })
                  : apply.mutate(another ? { client, replace: true } : { client })
              }
            >
              {another ? 'Replace that entry' : VERBS[kind]}
            </Button>
          ) : null}
        </div>
      </div>
    </Modal>
  )
}

function PlannedFile({
  plan: { file, kind, creates, difference, notes, problem },
  removes,
  path,
}: {
  readonly plan: FilePlan
  readonly removes: boolean
  readonly path: string
}) {
  return (
    <section aria-label={file}>
      <h3 className="plan-file mono" title={file}>
        {path}
        {creates && kind === 'write' ? <span className="plan-new">is made new</span> : null}
      </h3>
      {problem ? (
        <p className="plan-error">
          {problem.line === null ? null : `Line ${problem.line}, column ${problem.column}: `}
          {problem.message} {problem.remedy}
        </p>
      ) : null}
      {kind === 'same' ? (
        <p className="secondary">
          {removes ? 'There is no entry of ours in it.' : 'The entry is in it already.'}
        </p>
      ) : null}
      {difference.length > 0 ? <Difference lines={difference} label={`Difference of ${path}`} /> : null}
      {notes.map((note) => (
        <p key={note} className="secondary">
          {note}
        </p>
      ))}
    </section>
  )
}
