import type * as z from 'zod'

/** A window call. The host validates its input; its output is only a type. */
export interface Method<Input extends z.ZodType, Output> {
  readonly input: Input
  /** Never set; only holds the type. */
  readonly output?: Output
}

/** Declares a window call: `takes(inputSchema).gives<Output>()`. */
export const takes = <Input extends z.ZodType>(input: Input) => ({
  gives: <Output>(): Method<Input, Output> => ({ input }),
})
