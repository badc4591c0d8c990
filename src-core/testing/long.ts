/** True with `PLUMBLINE_LONG=1`: tests run at the length that a release is judged by. */
export const LONG = process.env.PLUMBLINE_LONG === '1'

/** How often a random test is repeated: `all` times in a long run, else a tenth of that. */
export function runs(all: number): number {
  return LONG ? all : Math.ceil(all / 10)
}
