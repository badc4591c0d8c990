import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { windowPolicy } from '../window-host/window-files.ts'
import { isInternalAddress, isPermitted, PERMISSIONS, WEB_PREFERENCES } from './security.ts'
import { isOurs, pathOf, SCHEME_PRIVILEGES } from './window-address.ts'

// docs/security.md says why each of these is as it is. Change it there first.
const ROOT = join(import.meta.dirname, '../..')
const builder = parse(readFileSync(join(ROOT, 'electron-builder.yml'), 'utf8'))
const sources = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .map((name) => ({ name, text: readFileSync(join(import.meta.dirname, name), 'utf8') }))

describe('the package', () => {
  it('sets the documented fuses', () => {
    expect(builder.electronFuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
      resetAdHocDarwinSignature: true,
    })
  })

  it('is one archive with the build output only', () => {
    expect(builder.asar).toBe(true)
    expect(builder.asarUnpack).toBeUndefined()
    expect(builder.files).toEqual([
      'dist/electron/**',
      'dist/renderer/**',
      'resources/icons/icon.png',
      'resources/icons/tray/**',
      'package.json',
      '!node_modules/**',
    ])
  })

  it('uses the hardened runtime on macOS, with the documented entitlements only', () => {
    expect(builder.mac).toMatchObject({
      hardenedRuntime: true,
      binaries: ['Contents/Resources/runtime/node'],
    })
    expect(rightsIn(builder.mac.entitlements)).toEqual(['com.apple.security.cs.allow-jit'])
    expect(rightsIn(builder.mac.entitlementsInherit)).toEqual([
      'com.apple.security.cs.allow-jit',
      'com.apple.security.cs.disable-library-validation',
    ])
  })

  it('is installed for one user, and checks for updates only when it has a feed', () => {
    expect(builder.nsis).toMatchObject({ perMachine: false })
    expect(builder.publish).toBeNull()
  })

  it('registers its own link scheme only', () => {
    expect(builder.protocols.map(({ schemes }: { schemes: string[] }) => schemes)).toEqual([['plumbline']])
  })
})

function rightsIn(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8')
  return [...text.matchAll(/<key>([^<]+)<\/key>\s*<true\/>/g)].map(([, key = '']) => key).sort()
}

describe('pages', () => {
  it('have the documented preferences', () => {
    expect(WEB_PREFERENCES).toEqual({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
      spellcheck: false,
    })
  })

  it('are created in one place, with exactly those preferences', () => {
    const makers = sources.filter(({ text }) =>
      /new (?:BrowserWindow|WebContentsView|BrowserView)\(/.test(text),
    )
    expect(makers.map(({ name }) => name)).toEqual(['setup-window.ts'])
    expect(makers[0]?.text.match(/webPreferences: .*/g)).toEqual([
      'webPreferences: { ...WEB_PREFERENCES, preload: paths.preload },',
    ])
  })

  it('are loaded from our own scheme only', () => {
    const loads = sources.flatMap(({ text }) => text.match(/load(?:URL|File)\(.*\)/g) ?? [])
    expect(loads).toEqual(['loadURL(WINDOW_ORIGIN + path)'])
  })

  it('have a strict policy', () => {
    expect(windowPolicy('N', null).split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self' 'nonce-N'",
      "img-src 'self'",
      "font-src 'self'",
      "connect-src 'self'",
      "manifest-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ])
    expect(windowPolicy('N', '127.0.0.1:9001').split('; ')).toEqual([
      ...windowPolicy('N', null)
        .split('; ')
        .map((rule) => (rule.startsWith('connect-src') ? "connect-src 'self' ws://127.0.0.1:9001" : rule)),
    ])
  })

  it('have a scheme with the privileges of a web page only', () => {
    expect(SCHEME_PRIVILEGES).toEqual({ standard: true, secure: true, supportFetchAPI: true })
  })

  it('may write to the clipboard, and have no other permission', () => {
    expect(PERMISSIONS).toEqual(['clipboard-sanitized-write'])
    expect(isPermitted('clipboard-sanitized-write', true)).toBe(true)
    expect(isPermitted('clipboard-sanitized-write', false)).toBe(false)
    for (const other of [
      'clipboard-read',
      'media',
      'geolocation',
      'notifications',
      'openExternal',
      'fileSystem',
    ])
      expect(isPermitted(other, true)).toBe(false)
  })

  it('cannot send requests outside the app', () => {
    for (const url of [
      'https://example.org/',
      'http://127.0.0.1:9001/',
      'file:///etc/passwd',
      'ws://x/',
      'data:,',
    ])
      expect(isInternalAddress(url, true)).toBe(false)
    expect(isInternalAddress('app://plumbline/', false)).toBe(true)
    expect([
      isInternalAddress('devtools://devtools/', true),
      isInternalAddress('devtools://devtools/', false),
    ]).toEqual([true, false])
  })

  it('are recognised by their whole origin', () => {
    expect(isOurs('app://plumbline/standards')).toBe(true)
    for (const url of [
      'app://plumbline.evil/',
      'app://other/',
      'https://plumbline/',
      'file:///app://plumbline/',
      '',
    ])
      expect(isOurs(url)).toBe(false)
    expect([pathOf('app://plumbline/a?b#c'), pathOf('app://plumbline'), pathOf('about:blank')]).toEqual([
      '/a?b#c',
      '/',
      '/',
    ])
  })
})

describe('the main process', () => {
  const all = sources.map(({ text }) => text).join('\n')

  it('opens external links in one place, after checking them', () => {
    const callers = sources.filter(({ text }) => text.includes('openExternal('))
    expect(callers.map(({ name }) => name).sort()).toEqual(['setup-security.ts'])
  })

  it('uses no way around these restrictions', () => {
    for (const way of [
      '@electron/remote',
      'enableRemoteModule',
      'disable-web-security',
      'executeJavaScript(',
      'bypassCSP',
    ])
      expect(all).not.toContain(way)
    expect(all).not.toMatch(/ignore-certificate-errors|certificate-error|setCertificateVerifyProc/)
    expect(all).not.toMatch(/ipcMain\./)
  })

  it('exposes three functions to the page', () => {
    const preload = sources.find(({ name }) => name === 'preload.ts')?.text ?? ''
    const [, api = ''] = preload.split('exposeInMainWorld(')
    expect([...api.matchAll(/^ {2}(\w+)\(/gm)].map(([, name]) => name)).toEqual(['call', 'subscribe', 'onGo'])
    expect(api).not.toMatch(/ipcRenderer/)
  })
})
