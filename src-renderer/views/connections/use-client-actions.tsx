import type { ClientId, ClientStatus } from '../../../src-shared/contract/clients.ts'
import { formatNumber, shortenPath } from '../../../src-shared/format.ts'
import { confirm } from '../../components/confirm.tsx'
import { copyText } from '../../components/copy-text.ts'
import { toast, toastFailure } from '../../components/toasts.tsx'
import { useAppState } from '../../state/app-state.tsx'
import { useBridgeMutation } from '../../state/use-bridge.ts'
import type { CardAction } from './card-actions.ts'

/** A dialogue of the view about one client. */
export type ClientDialog = {
  readonly client: ClientId
  readonly kind: 'connect' | 'repair' | 'disconnect' | 'test' | 'history'
}

export interface ClientActions {
  run(action: CardAction): void
  /** True for the action that is under way. */
  isBusy(action: CardAction): boolean
  /** True while nothing can be changed. */
  readonly blocked: boolean
}

/** What the buttons and the menu of one card do. */
export function useClientActions(
  { client, name, files, snippet, problem, repairs, reload }: ClientStatus,
  onDialog: (dialog: ClientDialog) => void,
  onCheckAgain: () => Promise<ClientStatus | undefined>,
): ClientActions {
  const userHome = useAppState((state) => state.host.userHome)
  const file = shortenPath(problem?.file ?? files[0] ?? '', userHome)
  const input = { client }
  const undo = useBridgeMutation('connect.undo', {
    onDone: () => toast(<>Restored {mono(file)} as it was</>),
  })
  const repair = useBridgeMutation('connect.apply', {
    quiet: true,
    onDone: () =>
      toast(
        <>
          Wrote the entry into {mono(file)} again{reload === 'restart' ? `; restart ${name} to use it` : ''}
        </>,
      ),
  })
  const verify = useBridgeMutation('connect.verify', {
    onDone: (test) => {
      if (test.ok) toast(`The entry in ${name} answered in ${formatNumber(test.millis)} ms`)
      else onDialog({ client, kind: 'test' })
    },
  })
  const restart = useBridgeMutation('connect.restart', {
    onDone: () => toast(`${name} was started again`),
  })
  const openFile = useBridgeMutation('connect.openFile')
  const setRepair = useBridgeMutation('connect.setRepair')
  const under: Partial<Record<CardAction, boolean>> = {
    undo: undo.isPending,
    repair: repair.isPending,
    test: verify.isPending,
    restart: restart.isPending,
  }

  async function askRestart(): Promise<void> {
    const sure = await confirm({
      title: `Restart ${name}?`,
      text: `${name} is asked to quit, as from its menu, and is started again. What it is doing just now breaks off.`,
      action: `Restart ${name}`,
      danger: false,
    })
    if (sure) restart.mutate(input)
  }

  async function copy(text: string, item: string): Promise<void> {
    if (await copyText(text)) toast(`Copied the ${item}`)
  }

  async function checkAgain(): Promise<void> {
    const now = await onCheckAgain()
    if (now?.problem) toast(`${name}’s file is still broken${atLine(now.problem.line)}`)
    else if (now) toast(`${name}’s file can be read again`)
  }

  const actions: Readonly<Record<CardAction, () => unknown>> = {
    connect: () => onDialog({ client, kind: 'connect' }),
    difference: () => onDialog({ client, kind: 'repair' }),
    disconnect: () => onDialog({ client, kind: 'disconnect' }),
    result: () => onDialog({ client, kind: 'test' }),
    history: () => onDialog({ client, kind: 'history' }),
    repair: () =>
      repair.mutate(input, {
        // Something else took the name: that is for the user to see first.
        onError: (error) =>
          error.code === 'entry-taken' ? onDialog({ client, kind: 'repair' }) : toastFailure(error),
      }),
    test: () => verify.mutate(input),
    restart: askRestart,
    undo: () => undo.mutate(input),
    'open-file': () => openFile.mutate(input),
    'check-again': checkAgain,
    'copy-snippet': () => copy(snippet, `snippet for ${name}`),
    'copy-path': () => copy(problem?.file ?? files[0] ?? '', 'path'),
    repairs: () => setRepair.mutate({ client, on: !repairs }),
    // A link of its own.
    link: () => {},
  }
  return {
    run: (action) => void actions[action](),
    isBusy: (action) => under[action] ?? false,
    blocked: [undo, repair, verify, restart, openFile, setRepair].some(({ blocked }) => blocked),
  }
}

function atLine(line: number | null): string {
  return line === null ? '' : `, at line ${line}`
}

function mono(text: string) {
  return <code>{text}</code>
}
