import type { RequestDetail, StandardReference } from '../../../src-shared/contract/activity.ts'
import { copyText } from '../../components/copy-text.ts'
import { toast } from '../../components/toasts.tsx'
import { formatMs } from '../../format.ts'
import { useAppState } from '../../state/app-state.tsx'
import { go } from '../../state/location.ts'
import { standardPath } from '../../state/paths.ts'
import { useBridgeMutation } from '../../state/use-bridge.ts'
import { useKey } from '../../state/use-keys.ts'
import { asCurl } from './as-curl.ts'
import { argumentsOf } from './exchange.ts'

/** What can be done with a request. What cannot is `null`, with the reason beside it. */
export interface RequestActions {
  readonly runAgain: (() => void) | null
  readonly whyNotAgain: string | null
  readonly running: boolean
  readonly openStandard: ((touch?: StandardReference) => void) | null
  readonly copyCurl: (() => void) | null
  readonly copyJson: () => void
  readonly copyArguments: (() => void) | null
}

/** What can be done with the selected request, bound to its keys. `undefined`: it is not loaded. */
export function useRequestActions(detail: RequestDetail | null | undefined): RequestActions | null {
  const origin = useAppState((state) => state.endpoint.origin)
  const home = useAppState((state) => state.host.home)
  const run = useBridgeMutation('activity.runAgain', {
    onDone: ({ micros, failed }) =>
      toast(failed ? 'Ran it again; it failed again' : `Ran it again in ${formatMs(micros)} ms`),
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
  const kept = detail.tool === null ? detail.request !== null : args !== undefined
  const whyNotAgain =
    detail.tool === null
      ? `${detail.method} is not a call of a tool`
      : kept
        ? null
        : 'Its arguments were not kept, or not whole'
  const [first] = detail.references
  return {
    running: run.isPending,
    whyNotAgain,
    runAgain: whyNotAgain === null && !run.blocked ? () => run.mutate({ seq: detail.seq }) : null,
    openStandard: first ? (reference = first) => go(pathOf(reference)) : null,
    copyCurl: kept ? () => void copy(asCurl(detail, origin, home), 'Copied as curl') : null,
    copyJson: () => void copy(asJson(detail), 'Copied as JSON'),
    copyArguments:
      args === undefined ? null : () => void copy(JSON.stringify(args, null, 2), 'Copied the arguments'),
  }
}

function pathOf({ id, section }: StandardReference): string {
  return standardPath(id, section === null ? {} : { section })
}

/** The whole row, its bodies as JSON within it where they are whole. */
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

async function copy(text: string, done: string): Promise<void> {
  if (await copyText(text)) toast(done)
}
