import { randomBytes } from 'node:crypto'
import { readFileSync, realpathSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createLogger, createServer, type Logger, type Plugin } from 'vite'
import { windowPolicy } from '../../src-main/window-host/window-files.ts'

const DEFAULT_PORT = 5173

export interface WindowOptions {
  /** The checkout. */
  readonly root: string
  /** Absent: 5173, or the next free one; 0: any. */
  readonly port: number | undefined
  /** Where the host is: `http://127.0.0.1:PORT` */
  readonly host: string
}

/** The window as Vite serves it from its sources. */
export interface ServedWindow {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string
  close(): Promise<void>
}

/**
 * Serves the window with hot reload. What the page asks its host goes on to the host as it came, Host and Origin included: both name
 * this server, so the host's guards see a page of their own address, and a page of another one is refused as ever.
 * @throws Error when the port is in use
 */
export async function serveWindow({ root, port, host }: WindowOptions): Promise<ServedWindow> {
  const server = await createServer({
    configFile: join(root, 'vite.config.ts'),
    mode: 'development',
    appType: 'custom',
    clearScreen: false,
    customLogger: withoutLostHost(createLogger('info', { prefix: '[window]' })),
    plugins: [servePage(root)],
    server: {
      host: '127.0.0.1',
      port: port ?? DEFAULT_PORT,
      strictPort: port !== undefined,
      proxy: {
        '^/window(?:\\?|$)': { target: host, ws: true },
        '^/export/': { target: host },
      },
      // Where packages really are, when `node_modules` or what is in it are links.
      fs: { allow: [root, join(realpathSync(join(root, 'node_modules/vite')), '..')] },
    },
  })
  await server.listen()
  const address = server.httpServer?.address() as AddressInfo
  return { origin: `http://127.0.0.1:${address.port}`, close: () => server.close() }
}

/** Every view is the one page. It comes with a policy like the host's, and a nonce that is new each time. */
function servePage(root: string): Plugin {
  return {
    name: 'plumbline:serve-page',
    configureServer(server) {
      return () => {
        server.middlewares.use(async (request, response, next) => {
          if (!request.headers.accept?.includes('text/html')) return next()
          try {
            const source = readFileSync(join(root, 'src-renderer/index.html'), 'utf8')
            const page = await server.transformIndexHtml('/index.html', source, request.originalUrl)
            const nonce = randomBytes(16).toString('base64')
            response.setHeader('content-type', 'text/html; charset=utf-8')
            response.setHeader('cache-control', 'no-store')
            response.setHeader('content-security-policy', devPolicy(nonce, request.headers.host ?? ''))
            response.end(page.replaceAll(server.config.html?.cspNonce ?? '', nonce))
          } catch (error) {
            next(error)
          }
        })
      }
    },
  }
}

/** The host's policy, and what hot reload needs besides: an inline script, and a worker that waits for the server to come back. */
function devPolicy(nonce: string, host: string): string {
  const policy = windowPolicy(nonce, host).replace("script-src 'self'", `script-src 'self' 'nonce-${nonce}'`)
  return `${policy}; worker-src blob:`
}

/** While the host starts again the page tries to reach it, and shows so itself. */
function withoutLostHost(logger: Logger): Logger {
  const { error } = logger
  logger.error = (message, options) => {
    if (!message.includes('ws proxy')) error(message, options)
  }
  return logger
}
