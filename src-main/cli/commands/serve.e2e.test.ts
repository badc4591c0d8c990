import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openActivity } from '../../../src-core/activity/open-activity.ts'
import { eventually } from '../../../src-core/testing/temp-library.ts'
import { watchOutput } from '../../../src-core/testing/watch-output.ts'
import { SettingsSchema } from '../../../src-shared/contract/settings.ts'

/** The command as it is shipped. */
const BUILT_CLI = join(import.meta.dirname, '../../../dist/cli/plumbline.mjs')

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-serve-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))

function serve(...args: string[]) {
  const child = spawn(process.execPath, [BUILT_CLI, 'serve', '--home', join(folder, 'home'), ...args])
  const watched = watchOutput(child)
  const exit = once(child, 'exit').then(([code]) => code as number | null)
  return { child, exit, ...watched }
}

describe('plumbline serve', () => {
  it('prints its address, serves the starter standards, and ends on a signal', async () => {
    const { child, exit, output } = serve('--port', '0', '--tcp', '0')
    const url = await eventually(() => /^Plumbline is at (http:\/\/127\.0\.0\.1:\d+\/)$/m.exec(output())?.[1])
    const file = join(folder, 'home/http-token')
    const token = readFileSync(file, 'utf8').trim()
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
    // The lines may come one by one.
    await eventually(() => /^TCP is at 127\.0\.0\.1:\d+$/m.test(output()))
    expect(output()).toContain(file)
    expect(output()).not.toContain(token)
    expect(output()).toMatch(/^TCP is at 127\.0\.0\.1:\d+$/m)

    expect((await fetch(`${url}health`)).status).toBe(200)
    const response = await fetch(`${url}mcp/call`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'list_standards' }),
    })
    const { result } = (await response.json()) as { result: { total: number } }
    expect(result.total).toBeGreaterThan(10)

    child.kill('SIGTERM')
    expect(await exit).toBe(0)
    expect(readFileSync(join(folder, 'home/logs/serve.log'), 'utf8')).toContain('Got SIGTERM')
  })

  it('reports in the error list that it could not be started', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as AddressInfo
    const { exit, errors } = serve('--port', String(port))
    expect(await exit).toBe(1)
    expect(errors()).toContain('is in use')
    taken.close()
    const activity = openActivity({
      file: join(folder, 'home/activity.db'),
      settings: () => SettingsSchema.parse({}).activity,
      log: () => {},
    })
    expect(activity.errors({ acknowledged: false })).toMatchObject([
      {
        source: 'system',
        code: 'port-unusable',
        where: 'plumbline serve',
        title: `Port ${port} is in use by another program`,
      },
    ])
    await activity.close()
  })

  it.each([
    [['--port', 'many'], /not a port/],
    [['--tcp', '70000'], /not a port/],
    [['--allow-origin', 'https://app.example/path'], /not an origin/],
  ])('refuses %j', async (args, message) => {
    const { exit, errors } = serve(...args)
    expect(await exit).toBe(2)
    expect(errors()).toMatch(message)
  })
})
