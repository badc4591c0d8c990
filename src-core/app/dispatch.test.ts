import { beforeEach, expect, it } from 'vitest'
import { PlumblineError } from '../../src-shared/contract/errors.ts'
import type { Handlers } from '../base/window-call-handlers.ts'
import { createDispatch, type Dispatch } from './dispatch.ts'

let logged: string[]
let dispatch: Dispatch
beforeEach(() => {
  logged = []
  const handlers: Partial<Handlers> = {
    'activity.count': ({ filter }) => ({ count: Object.keys(filter).length }),
    'library.reveal': () => undefined as never,
    'cache.drop': () => Promise.reject(new PlumblineError('not-here', 'There is none.', 'Look again.')),
    'cache.dropAll': () => {
      throw new TypeError('x is no function')
    },
  }
  dispatch = createDispatch(handlers as Handlers, (level, message) => logged.push(`${level} ${message}`))
})

it('runs a handler with what was checked, and gives its output', async () => {
  expect(await dispatch('activity.count', { filter: { text: 'a' } })).toEqual({ output: { count: 1 } })
  expect(await dispatch('library.reveal', undefined)).toEqual({ output: null })
})

it('passes on what a handler says went wrong', async () => {
  const error = { code: 'not-here', message: 'There is none.', remedy: 'Look again.' }
  expect(await dispatch('cache.drop', { key: 'k' })).toEqual({ error })
  expect(logged).toEqual([])
})

it('keeps to itself what else was thrown, and logs it', async () => {
  const outcome = await dispatch('cache.dropAll', {})
  expect(outcome).toMatchObject({ error: { code: 'internal' } })
  expect(JSON.stringify(outcome)).not.toContain('x is no function')
  expect(logged).toEqual([expect.stringMatching(/^error cache\.dropAll failed: TypeError: x is no function/)])
})

it('names the invalid field of an input', async () => {
  expect(await dispatch('activity.count', { filter: { text: 7 } })).toMatchObject({
    error: {
      code: 'usage',
      message: expect.stringContaining('The input of activity.count is invalid. “filter.text”:'),
    },
  })
})

it.each(['', 'cache', 'toString', '__proto__', 'x'.repeat(1_000)])('has no method %j', async (name) => {
  expect(await dispatch(name, {})).toMatchObject({
    error: { code: 'usage', message: `There is no method “${name.slice(0, 100)}”.` },
  })
})
