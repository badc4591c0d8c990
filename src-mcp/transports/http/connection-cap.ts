import type { Socket } from 'node:net'

/** Counts the open sockets of a server, so that those over the cap can be told so. */
export interface ConnectionCap {
  add(socket: Socket): void
  /** True for a socket that came while too many were open. */
  isOver(socket: Socket): boolean
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
  }
}
