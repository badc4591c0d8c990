import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

describe('guardStdout', () => {
  it('leaves stdout to the protocol and sends everything else to stderr', async () => {
    const script = `
      const { guardStdout } = await import(${JSON.stringify(new URL('./guard-stdout.ts', import.meta.url).href)})
      const output = guardStdout()
      console.log('log')
      console.info('info')
      process.stdout.write('write\\n')
      output.write('protocol\\n', () => console.log('done'))`
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [
      '--input-type=module',
      '-e',
      script,
    ])
    expect(stdout).toBe('protocol\n')
    expect(stderr.split('\n')).toEqual(expect.arrayContaining(['log', 'info', 'write', 'done']))
  })
})
