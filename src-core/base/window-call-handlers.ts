import type { MethodName, MethodOutput, MethodParams } from '../../src-shared/contract/contract.ts'

/** What answers each method; one that is missing does not compile. */
export type Handlers = {
  readonly [Name in MethodName]: (
    params: MethodParams<Name>,
  ) => MethodOutput<Name> | Promise<MethodOutput<Name>>
}

/** The handlers of the methods whose names begin with `Area` and a dot. */
export type HandlersOf<Area extends string> = Pick<Handlers, Extract<MethodName, `${Area}.${string}`>>
