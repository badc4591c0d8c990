import type { RequestDetail, StandardReference } from '../../../src-shared/contract/activity.ts'
import { formatMs } from '../../../src-shared/format.ts'
import { copyText } from '../../components/copy-text.ts'
import { toast } from '../../components/toasts.tsx'
import { useAppState } from '../../state/app-state.tsx'
import { go } from '../../state/location.ts'
import { standardPath } from '../../state/paths.ts'
import { useBridgeMutation } from '../../state/use-bridge.ts'
import { useKey } from '../../state/use-keys.ts'
import { asCurl } from './as-curl.ts'
import { argumentsOf } from './exchange.ts'

/** The actions on a request. An action that is not available is `null`. */
export interface RequestActions {
  readonly runAgain: (() => void) | null
  /** Why the request cannot be run again; `null` when it can. */
  readonly cannotRunReason: string | null
  readonly running: boolean
  readonly openStandard: ((reference?: StandardReference) => void) | null
  readonly copyCurl: (() => void) | null
  readonly copyJson: () => void
  readonly copyArguments: (() => void) | null
}

/** The actions on the selected request, which their keys run too. `null` while the request is not loaded. */
export function useRequestActions(detail: RequestDetail | null | undefined): RequestActions | null {
  const origin = useAppState((state) => state.endpoint.origin)
  const home = useAppState((state) => state.host.home)
  const run = useBridgeMutation('activity.runAgain', {
    onDone: ({ micros, failed }) =>
      toast(failed ? 'Ran the request again; it failed' : `Ran the request again in ${formatMs(micros)} ms`),
  })
  const actions = detail ? actionsFor(detail, { origin, home, run }) : null
  useKey('activity.runAgain', () => actions?.runAgain?.(), !!actions?.runAgain)
  useKey('activity.openStandard', () => actions?.openStandard?.(), !!actions?.openStandard)
  useKey('activity.copyCurl', () => actions?.copyCurl?.(), !!actions?.copyCurl)
  useKey('list.copy', () => actions?.copyJson(), actions !== null)
  return actions
}

function actionsFor(
  detail: RequestDetail,
  {
    origin,
    home,
    run,
  }: {
    readonly origin: string
    readonly home: string
    readonly run: ReturnType<typeof useBridgeMutation<'activity.runAgain'>>
  },
): RequestActions {
  const args = detail.tool === null ? undefined : argumentsOf(detail)
  const isRecorded = detail.tool === null ? detail.request !== null : args !== undefined
  const cannotRunReason =
    detail.tool === null
      ? `${detail.method} is not a tool call`
      : isRecorded
        ? null
        : 'Its arguments are not recorded, or truncated'
  const [first] = detail.references
  return {
    running: run.isPending,
    cannotRunReason,
    runAgain: cannotRunReason === null && !run.blocked ? () => run.mutate({ seq: detail.seq }) : null,
    openStandard: first ? (reference = first) => go(pathOf(reference)) : null,
    copyCurl: isRecorded ? () => void copy(asCurl(detail, origin, home), 'Copied as curl') : null,
    copyJson: () => void copy(asJson(detail), 'Copied as JSON'),
    copyArguments:
      args === undefined ? null : () => void copy(JSON.stringify(args, null, 2), 'Copied the arguments'),
  }
}

function pathOf({ id, section }: StandardReference): string {
  return standardPath(id, section === null ? {} : { section })
}

/** The request as JSON. Bodies that are valid JSON are values in it, truncated ones are text. */
function asJson(detail: RequestDetail): string {
  return JSON.stringify(
    { ...detail, request: bodyOf(detail.request), response: bodyOf(detail.response) },
    null,
    2,
  )
}

function bodyOf(body: string | null): unknown {
  if (body === null) return null
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}

async function copy(text: string, message: string): Promise<void> {
  if (await copyText(text)) toast(message)
}
