import type { MethodName, MethodOutput, MethodParams } from '../../src-shared/contract/contract.ts'

/** One handler per window call. A missing handler is a compile error. */
export type Handlers = {
  readonly [Name in MethodName]: (
    params: MethodParams<Name>,
  ) => MethodOutput<Name> | Promise<MethodOutput<Name>>
}

/** The handlers of the window calls whose names start with `Area` and a dot. */
export type HandlersOf<Area extends string> = Pick<Handlers, Extract<MethodName, `${Area}.${string}`>>
