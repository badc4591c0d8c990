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
  /** The address of the host: `http://127.0.0.1:PORT` */
  readonly host: string
}

/** The window, which Vite serves from its sources. */
export interface ServedWindow {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string
  close(): Promise<void>
}

/**
 * Serves the window with hot reload. Requests of the page to its host are passed on unchanged. Their Host and Origin name this server,
 * so the guards of the host accept them and reject pages of other origins as usual.
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
      // The real folder of packages, when `node_modules` or packages in it are links.
      fs: { allow: [root, join(realpathSync(join(root, 'node_modules/vite')), '..')] },
    },
  })
  await server.listen()
  const address = server.httpServer?.address() as AddressInfo
  return { origin: `http://127.0.0.1:${address.port}`, close: () => server.close() }
}

/** Serves the page for the path of every view, with a policy like the host's and a new nonce for each request. */
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

/** The host's policy, extended by an inline script and a worker for hot reload. */
function devPolicy(nonce: string, host: string): string {
  const policy = windowPolicy(nonce, host).replace("script-src 'self'", `script-src 'self' 'nonce-${nonce}'`)
  return `${policy}; worker-src blob:`
}

/** Hides proxy errors while the host restarts. The page shows that it is not connected. */
function withoutLostHost(logger: Logger): Logger {
  const { error } = logger
  logger.error = (message, options) => {
    if (!message.includes('ws proxy')) error(message, options)
  }
  return logger
}
