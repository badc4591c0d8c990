import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'

const MODULE = pathToFileURL(join(import.meta.dirname, 'test-arguments.mjs')).href

interface Sorted {
  readonly full: boolean
  readonly check: boolean
  readonly vitest: readonly string[] | null
  readonly specs: readonly string[] | null
}

const { sortArguments } = (await import(MODULE)) as {
  sortArguments: (args: readonly string[], root: string) => Sorted
}
const sort = (...args: string[]) => sortArguments(args, '/plumbline')
const NOTHING = { full: false, check: false, vitest: null, specs: null }

describe('the arguments of npm test', () => {
  it('are for both runners where no path is among them', () => {
    expect(sort()).toEqual({ ...NOTHING, vitest: [], specs: [] })
    expect(sort('--full', '--check')).toEqual({ full: true, check: true, vitest: [], specs: [] })
    expect(sort('--bail=1')).toEqual({ ...NOTHING, vitest: ['--bail=1'], specs: [] })
  })

  it('are for vitest where they name a folder or a part of a path', () => {
    expect(sort('src-core/cache')).toEqual({ ...NOTHING, vitest: ['src-core/cache'] })
    expect(sort('src-', '-t', 'a name')).toEqual({ ...NOTHING, vitest: ['src-', '-t', 'a name'] })
    expect(sort('e2e/load.test.ts')).toEqual({ ...NOTHING, vitest: ['e2e/load.test.ts'] })
  })

  it('are for Playwright where they name specs', () => {
    const spec = 'e2e/window/cache.spec.ts'
    expect(sort(spec)).toEqual({ ...NOTHING, specs: [spec] })
    expect(sort(`${spec}:24`, '--project=headless')).toEqual({
      ...NOTHING,
      specs: [`${spec}:24`, '--project=headless'],
    })
    expect(sort('./e2e/electron/')).toEqual({ ...NOTHING, specs: ['./e2e/electron/'] })
    expect(sort(spec, 'src-core')).toEqual({ ...NOTHING, vitest: ['src-core'], specs: [spec] })
  })

  it('are for both where they name a folder with specs in it', () => {
    expect(sort('e2e')).toEqual({ ...NOTHING, vitest: ['e2e'], specs: [] })
    expect(sort('.')).toEqual({ ...NOTHING, vitest: ['.'], specs: [] })
  })
})
