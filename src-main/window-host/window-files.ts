import { randomBytes } from 'node:crypto'
import { readdirSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'

/** Where the build leaves room for the nonce of the styles that components write at run time. */
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

/** The addresses of other things; everything else that a browser navigates to is a view of the window. */
const NOT_VIEWS = /^\/(?:mcp|health|export|window|assets)(?:\/|$)/
/** The build names these after their content. */
const HASHED = /^\/assets\/.*-[\w-]{8}\.\w+$/

/** Serves the built window, as files that anybody may read: they hold no secret. */
export interface WindowFiles {
  /** `null`: this is none of the window's addresses. */
  serve(request: Request): Promise<Response | null>
}

/**
 * @param folder what the build made, with `index.html` at its top
 * @param webSocket false: the page speaks to its host in another way
 */
export function createWindowFiles(folder: string, { webSocket = true } = {}): WindowFiles {
  let files = new Map<string, string>()
  let builtAt = Number.NaN

  /** Only what was listed is served, so that no address leads out of the folder. */
  function list(): void {
    const now = statSync(join(folder, 'index.html'), { throwIfNoEntry: false })?.mtimeMs ?? 0
    if (now === builtAt) return
    builtAt = now
    files = new Map(now === 0 ? [] : listFiles(folder))
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
 * No inline script, nothing from elsewhere. Styles are our own files and those elements that carry the nonce.
 * @param host as the browser called it, where there is a WebSocket: some browsers do not take 'self' for one
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

/** Every file below `folder` by its address. Folder by folder, which works inside an Electron archive too. */
function listFiles(folder: string, address = ''): [address: string, file: string][] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = join(folder, entry.name)
    const below = `${address}/${encodeURIComponent(entry.name)}`
    if (entry.isDirectory()) return listFiles(file, below)
    return entry.isFile() ? [[below, file]] : []
  })
}
