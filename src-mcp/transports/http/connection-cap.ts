import type { Socket } from 'node:net'

/** Counts the open sockets of a server, so that those over the cap can be told so. */
export interface ConnectionCap {
  add(socket: Socket): void
  /** True for a socket that came while too many were open. */
  isOver(socket: Socket): boolean
  /** Cuts every connection off but those of `kept`. */
  drop(kept: { has(socket: Socket): boolean }): void
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
    drop(kept) {
      for (const socket of served) if (!kept.has(socket)) socket.destroy()
    },
  }
}
