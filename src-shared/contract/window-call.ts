import type * as z from 'zod'

/** A method: what it takes is parsed by the host, what it gives is only a type. */
export interface Method<Input extends z.ZodType, Output> {
  readonly input: Input
  /** Never there; carries the type. */
  readonly output?: Output
}

/** `takes(schema).gives<Output>()` describes a method. */
export const takes = <Input extends z.ZodType>(input: Input) => ({
  gives: <Output>(): Method<Input, Output> => ({ input }),
})
