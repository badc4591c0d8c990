import type { NewError } from '../../src-shared/contract/activity.ts'
import { describeError, PlumblineError } from '../../src-shared/contract/errors.ts'

/** A sentence that says why a port cannot be had. */
export function describeTrouble(error: unknown): string {
  return error instanceof PlumblineError ? error.message : `${describeError(error)}.`
}

/** The entry of the error list for a port of the settings that cannot be had. */
export function portError(cause: string): NewError {
  return {
    source: 'system',
    code: 'port-unusable',
    title: 'A port that the settings name cannot be had',
    where: 'endpoint',
    line: null,
    cause,
    remedy: 'Choose another port in Settings, or end the program that holds this one.',
    stack: null,
    client: null,
  }
}
