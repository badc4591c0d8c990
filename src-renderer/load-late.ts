import { type ComponentType, type LazyExoticComponent, lazy } from 'react'

/** Milliseconds between two looks whether the host is back. */
const LOOK_EVERY = 1_000

/** The host answers and yet does not have the file: another build of the window lies there by now. */
export class PartMissing extends Error {
  override name = 'PartMissing'
}

/**
 * A part of the window that is loaded when it is first shown. Where the host is away at that moment it comes when the
 * host is back, and until then React shows the fallback: a `lazy` of itself would fail once and for all.
 *
 * @param load imports the part and chooses the component
 */
// biome-ignore lint/suspicious/noExplicitAny: the props of any component, as in React's own `lazy`
export function loadLate<C extends ComponentType<any>>(load: () => Promise<C>): LazyExoticComponent<C> {
  return lazy(async () => ({ default: await whenThere(load) }))
}

/**
 * Loads until it succeeds or the host, being there, has it not.
 *
 * @param isThere whether the host answers
 * @throws {PartMissing} the host answers, but loading fails
 */
export async function whenThere<T>(
  load: () => Promise<T>,
  isThere: () => Promise<boolean> = hostAnswers,
  lookEvery = LOOK_EVERY,
): Promise<T> {
  for (let wasThere = false; ; ) {
    try {
      return await load()
    } catch (error) {
      if (wasThere) throw new PartMissing('A part of the window could not be loaded.', { cause: error })
    }
    // It may have come back since: what fails then, fails for good.
    while (!(await isThere())) await new Promise((resolve) => setTimeout(resolve, lookEvery))
    wasThere = true
  }
}

async function hostAnswers(): Promise<boolean> {
  try {
    return (await fetch('/', { method: 'HEAD', cache: 'no-store' })).ok
  } catch {
    return false
  }
}
