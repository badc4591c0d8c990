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
  /** The areas whose changes invalidate the response. */
  readonly area: Area | readonly Area[]
  /** False: the call is not made. */
  readonly enabled?: boolean
  /** True: after a change of the input, the previous response is returned until the new one arrives (`isPlaceholderData`). */
  readonly keep?: boolean
  /** Interval in milliseconds at which the call is repeated even without a change. */
  readonly every?: number
}

/**
 * The response of a window call. It is refetched when its area changes, and the old response is returned meanwhile. A
 * cached response is returned immediately.
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
  /** True while the call is pending or the host is unreachable. */
  readonly blocked: boolean
}

/**
 * A window call that changes something. A failure is shown as a toast unless `quiet` is true. Responses need no invalidation
 * here: the host reports the changed areas.
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
