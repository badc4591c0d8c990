import { randomBytes } from 'node:crypto'
import { readdirSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'

/** The build's placeholder for the nonce of the styles that components write at run time. */
const NONCE_PLACEHOLDER = /__PLUMBLINE_NONCE__/g

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
}

/** Addresses that are no views of the window; every other one that a browser navigates to is. */
const NOT_VIEWS = /^\/(?:mcp|health|export|window|assets)(?:\/|$)/
/** Files whose names contain a hash of their content. */
const HASHED = /^\/assets\/.*-[\w-]{8}\.\w+$/

/** Serves the files of the built window, without a token: they hold no secret. */
export interface WindowFiles {
  /** `null`: the address is none of the window's. */
  serve(request: Request): Promise<Response | null>
}

/**
 * @param folder the built window, with `index.html` at its top
 * @param webSocket false: the page does not use a WebSocket to call its host
 */
export function createWindowFiles(folder: string, { webSocket = true } = {}): WindowFiles {
  let files = new Map<string, string>()
  let builtAt = Number.NaN

  /** Only listed files are served, so that no address leads out of the folder. */
  function list(): void {
    const modifiedAt = statSync(join(folder, 'index.html'), { throwIfNoEntry: false })?.mtimeMs ?? 0
    if (modifiedAt === builtAt) return
    builtAt = modifiedAt
    files = new Map(modifiedAt === 0 ? [] : listFiles(folder))
  }

  async function servePage(host: string): Promise<Response> {
    list()
    const file = files.get('/index.html')
    if (file === undefined) return new Response(NOT_BUILT, { status: 503, headers: TEXT })
    const nonce = randomBytes(16).toString('base64')
    const page = (await readFile(file, 'utf8')).replace(NONCE_PLACEHOLDER, nonce)
    return new Response(page, {
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'content-security-policy': windowPolicy(nonce, webSocket ? host : null),
        'cross-origin-opener-policy': 'same-origin',
        'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
      },
    })
  }

  return {
    async serve({ method, url, headers }) {
      if (method !== 'GET' && method !== 'HEAD') return null
      const { pathname, host } = new URL(url)
      if (pathname === '/' || pathname === '/index.html') return servePage(host)
      if (files.size === 0) list()
      const file = files.get(pathname)
      if (file !== undefined) {
        return new Response(await readFile(file), {
          headers: {
            'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
            'cache-control': HASHED.test(pathname) ? 'public, max-age=31536000, immutable' : 'no-cache',
          },
        })
      }
      const isNavigation = headers.get('accept')?.includes('text/html') ?? false
      return isNavigation && !NOT_VIEWS.test(pathname) ? servePage(host) : null
    },
  }
}

const TEXT = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }
const NOT_BUILT = 'The window is not built. Run `npm run build`, and reload this page.\n'

/**
 * No inline script, and nothing from other origins. Styles are the window's files and the elements with the nonce.
 * @param host the `Host` of the request; some browsers do not apply 'self' to WebSockets. `null`: no WebSocket
 */
export function windowPolicy(nonce: string, host: string | null): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self'",
    "font-src 'self'",
    `connect-src 'self'${host === null ? '' : ` ws://${host}`}`,
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** Every file in `folder` with its address. Reads folder by folder: a recursive `readdir` does not work inside an Electron archive. */
function listFiles(folder: string, address = ''): [address: string, file: string][] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = join(folder, entry.name)
    const below = `${address}/${encodeURIComponent(entry.name)}`
    if (entry.isDirectory()) return listFiles(file, below)
    return entry.isFile() ? [[below, file]] : []
  })
}
