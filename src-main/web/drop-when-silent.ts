import type { WebSocket } from 'ws'

/** The close code of RFC 6455 for a server that ends a connection. */
export const GOING_AWAY = 1001

export interface SilenceLimits {
  /** How often a ping is sent. Milliseconds. */
  readonly heartbeat: number
  /** A connection without a message for this long is closed. Milliseconds. */
  readonly idle: number
}

/** Terminates a peer that does not answer pings, and closes a connection that was idle for long. */
export function dropWhenSilent(socket: WebSocket, { heartbeat, idle }: SilenceLimits): void {
  let answered = true
  let usedAt = Date.now()
  const timer = setInterval(() => {
    if (!answered) {
      socket.terminate()
    } else if (Date.now() - usedAt > idle) {
      socket.close(GOING_AWAY, 'Idle for too long')
    } else {
      answered = false
      socket.ping()
    }
  }, heartbeat)
  timer.unref()
  socket.on('pong', () => {
    answered = true
  })
  socket.on('message', () => {
    answered = true
    usedAt = Date.now()
  })
  socket.on('close', () => clearInterval(timer))
}
