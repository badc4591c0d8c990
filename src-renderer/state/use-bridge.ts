import {
  keepPreviousData,
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
} from '@tanstack/react-query'
import type { Area, MethodInput, MethodName, MethodOutput } from '../../src-shared/contract/contract.ts'
import type { CallError } from '../bridge/bridge.ts'
import { toastFailure } from '../components/toasts.tsx'
import { useBridgeClient, useOnline } from './bridge-context.tsx'

export interface UseBridgeOptions {
  /** Whose changes make the answer old. */
  readonly area: Area | readonly Area[]
  /** False: not asked yet. */
  readonly enabled?: boolean
  /** True: while another input is asked for, the answer to the one before stays (`isPlaceholderData`). */
  readonly keep?: boolean
  /** Milliseconds after which it is asked again even without a change. */
  readonly every?: number
}

/**
 * An answer of the host, asked again when its area changes while the old one stays in view. An answer that was seen
 * before is there at once.
 */
export function useBridge<Name extends MethodName>(
  method: Name,
  input: MethodInput<Name>,
  { area, enabled = true, keep = false, every }: UseBridgeOptions,
): UseQueryResult<MethodOutput<Name>, CallError> {
  const bridge = useBridgeClient()
  return useQuery<MethodOutput<Name>, CallError>({
    queryKey: [method, input],
    queryFn: () => bridge.call(method, input),
    enabled,
    meta: { areas: typeof area === 'string' ? [area] : area },
    ...(keep ? { placeholderData: keepPreviousData } : {}),
    ...(every === undefined ? {} : { refetchInterval: every }),
  })
}

export type BridgeMutation<Name extends MethodName> = UseMutationResult<
  MethodOutput<Name>,
  CallError,
  MethodInput<Name>
> & {
  /** True while it cannot be done: it is under way, or the host is away. */
  readonly blocked: boolean
}

/**
 * Something that the host is to do. A failure is told in a toast unless `quiet`, for callers that show it in place. What
 * changed comes back through the areas, so there is nothing to invalidate.
 */
export function useBridgeMutation<Name extends MethodName>(
  method: Name,
  {
    quiet = false,
    onDone,
  }: {
    readonly quiet?: boolean
    readonly onDone?: (output: MethodOutput<Name>, input: MethodInput<Name>) => void
  } = {},
): BridgeMutation<Name> {
  const bridge = useBridgeClient()
  const online = useOnline()
  const mutation = useMutation<MethodOutput<Name>, CallError, MethodInput<Name>>({
    mutationFn: (input) => bridge.call(method, input),
    onSuccess: (output, input) => onDone?.(output, input),
    onError: (error) => {
      if (!quiet) toastFailure(error)
    },
  })
  return { ...mutation, blocked: mutation.isPending || !online }
}
