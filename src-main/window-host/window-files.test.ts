import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Served, serveTempLibrary } from '../testing/serve-temp-library.ts'
import { createWindowFiles } from './window-files.ts'

let folder: string
let served: Served
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-window-'))
  const files = createWindowFiles(join(folder, 'renderer'))
  served = await serveTempLibrary({
    pages: { serve: (request) => files.serve(request), upgrade: () => null },
  })
})
afterEach(async () => {
  await served.close()
  rmSync(folder, { recursive: true, force: true })
})

function write(name: string, text: string): void {
  const file = join(folder, name)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

function build(): void {
  write('renderer/assets/window-a1b2c3d4.js', 'export {}')
  write('renderer/assets/inter-A_b-3456.woff2', 'wOF2')
  write('renderer/mark.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>')
  write('renderer/index.html', '<script nonce="__PLUMBLINE_NONCE__"></script><b nonce="__PLUMBLINE_NONCE__">')
}

/** Without the clients' token, as a browser comes. */
const get = (path: string, headers: Record<string, string> = {}) => fetch(served.url + path, { headers })
const PAGE = { accept: 'text/html,application/xhtml+xml' }

describe('the files of the window', () => {
  it('are public, typed and cached as long as their names allow', async () => {
    build()
    const script = await get('/assets/window-a1b2c3d4.js')
    expect(await script.text()).toBe('export {}')
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(script.headers.get('x-content-type-options')).toBe('nosniff')
    expect((await get('/assets/inter-A_b-3456.woff2')).headers.get('content-type')).toBe('font/woff2')
    const mark = await get('/mark.svg')
    expect(mark.headers.get('content-type')).toBe('image/svg+xml')
    expect(mark.headers.get('cache-control')).toBe('no-cache')
    // An image that is opened by itself may run nothing either.
    expect(mark.headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  it('begin with a page that runs nothing but them', async () => {
    build()
    for (const path of ['/', '/index.html', '/standards/go%2Ferrors.md?x=1']) {
      const page = await get(path, PAGE)
      expect(page.status).toBe(200)
      expect(page.headers.get('cache-control')).toBe('no-store')
      const policy = page.headers.get('content-security-policy') ?? ''
      const nonce = /style-src 'self' 'nonce-([^']+)'/.exec(policy)?.[1]
      expect(await page.text()).toBe(`<script nonce="${nonce}"></script><b nonce="${nonce}">`)
      expect(policy).toMatch(/^default-src 'none'; script-src 'self'; /)
      expect(policy).toContain(`connect-src 'self' ws://${new URL(served.url).host}`)
      expect(policy).not.toMatch(/unsafe|\*|https:|data:/)
      expect(page.headers.get('x-frame-options')).toBe('DENY')
    }
    const [a, b] = await Promise.all([get('/'), get('/')])
    expect(await a.text()).not.toBe(await b.text())
  })

  it('never take the addresses of others, nor lead out of their folder', async () => {
    build()
    write('secret.txt', 'secret')
    if (process.platform !== 'win32')
      symlinkSync(join(folder, 'secret.txt'), join(folder, 'renderer/link.txt'))
    for (const path of ['/mcp', '/mcp/tools', '/mcp/xyz', '/export/abc', '/window', '/nothing.js'])
      expect((await get(path, path === '/nothing.js' ? {} : PAGE)).status).toBe(401)
    expect((await get('/health', PAGE)).headers.get('content-type')).toContain('json')
    for (const path of [
      '/../secret.txt',
      '/%2e%2e/secret.txt',
      '/..%2fsecret.txt',
      '/assets/../../secret.txt',
      '/link.txt',
    ])
      expect(await (await get(path)).text()).not.toContain('secret')
    expect((await fetch(`${served.url}/`, { method: 'POST' })).status).toBe(401)
    expect((await fetch(`${served.url}/`, { method: 'HEAD' })).status).toBe(200)
  })

  it('are not served to foreign hosts and pages', async () => {
    build()
    expect((await get('/', { ...PAGE, origin: 'https://evil.example' })).status).toBe(403)
  })

  it('are found when they are built while the host runs, and missed with a message before', async () => {
    const before = await get('/', PAGE)
    expect(before.status).toBe(503)
    expect(await before.text()).toContain('npm run build')
    build()
    expect((await get('/', PAGE)).status).toBe(200)
    expect((await get('/assets/window-a1b2c3d4.js')).status).toBe(200)
  })
})
