import type { Socket } from 'node:net'

/** Counts the open sockets of a server, so that those over the limit can be rejected with a message. */
export interface ConnectionCap {
  add(socket: Socket): void
  /** True for a socket that came while too many were open. */
  isOver(socket: Socket): boolean
  /** Destroys every socket except those in `spared`. */
  drop(spared: { has(socket: Socket): boolean }): void
}

export function createConnectionCap(limit: number): ConnectionCap {
  const served = new Set<Socket>()
  return {
    add(socket) {
      if (served.size >= limit) return
      served.add(socket)
      socket.once('close', () => served.delete(socket))
    },
    isOver: (socket) => !served.has(socket),
    drop(spared) {
      for (const socket of served) if (!spared.has(socket)) socket.destroy()
    },
  }
}
