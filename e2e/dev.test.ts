import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { type Browser, chromium, type Page } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { eventually } from '../src-core/testing/temp-library.ts'
import { watchOutput } from '../src-core/testing/watch-output.ts'
import { type CheckoutCopy, copyCheckout } from './testing/checkout-copy.ts'
import { findBrowser } from './testing/find-browser.ts'

/** Milliseconds. Bundling a thousand modules takes long on a machine with two processors. */
const TIMEOUT_MS = 120_000
vi.setConfig({ testTimeout: 2 * TIMEOUT_MS, hookTimeout: 2 * TIMEOUT_MS })

/** `npm run dev` in a copy of the checkout. */
interface Dev {
  readonly process: ChildProcess
  /** The address of the window, with its token. */
  readonly address: string
  /** The address of the host: `http://127.0.0.1:PORT` */
  readonly endpoint: string
  output(): string
}

const executablePath = findBrowser()
if (executablePath === null) console.log('npm run dev is not tested: there is no browser.')

let copy: CheckoutCopy
let home: string

async function startDev(...args: string[]): Promise<Dev> {
  const script = join(copy.folder, 'scripts/dev.ts')
  const child = spawn(process.execPath, [script, '--home', home, '--port', '0', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const { output, errors } = watchOutput(child)
  const both = () => output() + errors()
  const find = (pattern: RegExp) =>
    eventually(() => {
      if (child.exitCode !== null) throw new Error(both())
      return pattern.exec(output())?.[1]
    }, TIMEOUT_MS)
  const address = await find(/The window +(\S+)/)
  return { process: child, address, endpoint: await find(/MCP by HTTP +(\S+)\/mcp/), output: both }
}

/** The id of the process that `host.json` names. */
const hostPid = (): number => JSON.parse(readFileSync(join(home, 'host.json'), 'utf8')).pid

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    // An ended process stays in the process table as a zombie until its parent has read its exit code.
    return !/^State:\s+Z/m.test(existsSync('/proc') ? readFileSync(`/proc/${pid}/status`, 'utf8') : '')
  } catch {
    return false
  }
}

async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  const [code] = await once(child, 'exit')
  return code
}

/** The description of a tool, read over HTTP. */
async function descriptionByHttp({ endpoint }: Dev, tool: string): Promise<string | undefined> {
  const token = readFileSync(join(home, 'http-token'), 'utf8').trim()
  const transport = new StreamableHTTPClientTransport(new URL(`${endpoint}/mcp`), {
    requestInit: { headers: { authorization: `Bearer ${token}` } },
  })
  return descriptionOf(tool, transport)
}

/** The description of a tool, read from the stdio server as a checkout starts it. */
async function descriptionByStdio(tool: string): Promise<string | undefined> {
  const args = [join(copy.folder, 'scripts/plumbline.mjs'), 'mcp', '--home', home]
  const transport = new StdioClientTransport({ command: process.execPath, args, stderr: 'ignore' })
  return descriptionOf(tool, transport)
}

async function descriptionOf(
  name: string,
  transport: StdioClientTransport | StreamableHTTPClientTransport,
): Promise<string | undefined> {
  const client = new Client({ name: 'test', version: '1.0.0' })
  await client.connect(transport)
  try {
    return (await client.listTools()).tools.find((tool) => tool.name === name)?.description
  } finally {
    await client.close()
  }
}

describe.skipIf(executablePath === null)('npm run dev', () => {
  let dev: Dev
  let browser: Browser
  let page: Page
  const faults: string[] = []

  beforeAll(async () => {
    copy = copyCheckout()
    home = join(copy.folder, 'home')
    dev = await startDev('--traffic')
    const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
    browser = await chromium.launch({ executablePath: executablePath ?? '', args })
    page = await browser.newPage()
    page.setDefaultTimeout(TIMEOUT_MS)
    page.on('pageerror', (error) => faults.push(String(error.stack ?? error)))
    page.on('console', (message) => {
      const isLostHost = /WebSocket connection to .*\/window/.test(message.text())
      if (message.type() === 'error' && !isLostHost) faults.push(message.text())
    })
  })
  afterAll(async () => {
    await browser?.close()
    dev?.process.kill('SIGTERM')
    if (dev) await ended(dev.process)
    copy?.remove()
  })

  /** Sets a mark in the page that a reload removes. */
  const mark = () => page.evaluate(() => void Object.assign(globalThis, { sameAsBefore: true }))
  const isMarked = () => page.evaluate(() => 'sameAsBefore' in globalThis)
  const paused = () => page.getByRole('button', { name: 'Resume' })

  it('shows the window of a sample library, and the requests of clients', async () => {
    await page.goto(dev.address)
    await page.getByText('Go testing').first().waitFor()
    await page.getByRole('link', { name: 'Activity' }).click()
    await page.getByRole('grid', { name: 'Requests' }).locator('.virtual-row').nth(2).waitFor()
    expect(faults).toEqual([])
  })

  it('sends the content security policy of the host, with a new nonce for each page', async () => {
    const load = async () => {
      const response = await fetch(new URL(dev.address).origin, { headers: { accept: 'text/html' } })
      return { policy: response.headers.get('content-security-policy') ?? '', page: await response.text() }
    }
    const [first, second] = [await load(), await load()]
    const nonceOf = (policy: string) => /style-src 'self' 'nonce-([^']+)'/.exec(policy)?.[1]
    expect(first.policy).toContain("default-src 'none'")
    expect(nonceOf(first.policy)).toBeDefined()
    expect(nonceOf(first.policy)).not.toBe(nonceOf(second.policy))
    expect(first.page).toContain(`nonce="${nonceOf(first.policy)}"`)
  })

  it('rejects the WebSocket of a page from another origin', async () => {
    const { origin, host, hash } = new URL(dev.address)
    const token = new URLSearchParams(hash.slice(1)).get('token')
    const connect = (from: string) => {
      const asked = request(`${origin}/window`, {
        headers: {
          connection: 'Upgrade',
          upgrade: 'websocket',
          host,
          origin: from,
          'sec-websocket-version': '13',
          'sec-websocket-key': Buffer.alloc(16).toString('base64'),
          'sec-websocket-protocol': `plumbline, token.${token}`,
        },
      }).end()
      const { promise, resolve } = Promise.withResolvers<number | undefined>()
      asked.on('response', ({ statusCode }) => resolve(statusCode))
      asked.on('upgrade', ({ statusCode }, socket) => {
        socket.destroy()
        resolve(statusCode)
      })
      return promise
    }
    expect(await connect(origin)).toBe(101)
    expect(await connect('http://evil.example')).toBe(403)
    expect(await connect('http://127.0.0.1:1')).toBe(403)
  })

  it('shows a changed component and a changed style without losing the view', async () => {
    await page.keyboard.press('p')
    await paused().waitFor()
    await mark()
    const address = page.url()
    copy.replace(
      'src-renderer',
      '<h1 className="view-title">{title}</h1>',
      '<h1 className="view-title">{title}, changed</h1>',
    )
    await page.getByRole('heading', { name: 'Activity, changed' }).waitFor()
    copy.replace('src-renderer', '.view-title {', '.view-title { letter-spacing: 7px;')
    const spacing = () =>
      page.evaluate<string>('getComputedStyle(document.querySelector("h1")).letterSpacing')
    await eventually(async () => (await spacing()) === '7px', TIMEOUT_MS)
    expect(page.url()).toBe(address)
    expect(await isMarked()).toBe(true)
    expect(await paused().isVisible()).toBe(true)
    expect(faults).toEqual([])
  })

  it('serves a changed tool, and the window connects to the restarted host', async () => {
    const tool = 'get_checklist'
    const before = await descriptionByHttp(dev, tool)
    expect(before).not.toContain('Changed by a test.')
    expect(await descriptionByStdio(tool)).toBe(before)
    const pid = hostPid()
    copy.replace(
      'src-mcp',
      "title: 'Get the checklist',\n  description:\n",
      "title: 'Get the checklist',\n  description:\n    'Changed by a test. ' +\n",
    )
    await eventually(
      async () => (await descriptionByHttp(dev, tool)) === `Changed by a test. ${before}`,
      TIMEOUT_MS,
    )
    expect(await descriptionByStdio(tool)).toBe(`Changed by a test. ${before}`)
    expect(hostPid()).not.toBe(pid)
    expect(isAlive(pid)).toBe(false)
    expect(dev.output()).toMatch(/get-checklist\.ts changed: built cli in/)

    // New requests reach the window, which was not reloaded.
    await page.getByRole('contentinfo').getByText('Serving').waitFor()
    await page.getByText(/^Paused, \d+ new$/).waitFor()
    expect(await isMarked()).toBe(true)
    expect(faults).toEqual([])
  })

  it('reports what cannot be built, and continues with the previous build', async () => {
    copy.replace('src-mcp', "'Changed by a test. ' +", "'Changed by a test. ' + (")
    await eventually(() => dev.output().includes('Nothing was restarted'), TIMEOUT_MS)
    expect(await descriptionByHttp(dev, 'get_checklist')).toContain('Changed by a test.')
    copy.replace('src-mcp', "'Changed by a test. ' + (", "'Changed again. ' +")
    await eventually(
      async () => (await descriptionByHttp(dev, 'get_checklist'))?.startsWith('Changed again.'),
      TIMEOUT_MS,
    )
  })

  it('does not start for a home that has a host', async () => {
    const second = spawn(process.execPath, [
      join(copy.folder, 'scripts/dev.ts'),
      '--home',
      home,
      '--port',
      '0',
    ])
    const { errors } = watchOutput(second)
    expect(await ended(second)).toBe(1)
    expect(errors()).toContain('Another Plumbline runs')
    expect(isAlive(hostPid())).toBe(true)
  })

  it.skipIf(process.platform === 'win32')('ends every process that it started', async () => {
    const host = hostPid()
    const running = () =>
      spawnSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' })
        .stdout.split('\n')
        .filter((line) => line.includes(home))
    expect(running().length).toBeGreaterThan(3)
    dev.process.kill('SIGINT')
    expect(await ended(dev.process)).toBe(0)
    expect(isAlive(host)).toBe(false)
    expect(running()).toEqual([])
  })

  it('ends its host when it is killed', async () => {
    dev = await startDev()
    const host = hostPid()
    dev.process.kill('SIGKILL')
    await ended(dev.process)
    await eventually(() => !isAlive(host), TIMEOUT_MS)
  })
})
