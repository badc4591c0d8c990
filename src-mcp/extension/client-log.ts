import type { McpServer } from '@modelcontextprotocol/server'
import * as z from 'zod'
import type { LibraryNotice } from '../resources/library-changes.ts'

const LEVELS = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'] as const

/** The level until the client sets one. */
const DEFAULT_LEVEL = 'warning'

const SetLevelParams = z.looseObject({ level: z.enum(LEVELS) })

/** The log messages that a client of the legacy generation gets; the modern one has none. */
export interface ClientLogSender {
  /** Sends `notifications/message`, unless the client has set a more severe level. */
  send(notice: LibraryNotice): Promise<void>
}

/** Serves `logging/setLevel`. The SDK's handler stores levels by HTTP session, while here each server has one client. */
export function registerLogging({ server }: McpServer): ClientLogSender {
  let minimum = LEVELS.indexOf(DEFAULT_LEVEL)
  server.setRequestHandler('logging/setLevel', { params: SetLevelParams }, ({ level }) => {
    minimum = LEVELS.indexOf(level)
    return {}
  })
  return {
    async send({ level, message }) {
      if (LEVELS.indexOf(level) < minimum) return
      await server.notification({
        method: 'notifications/message',
        params: { level, logger: 'plumbline', data: message },
      })
    },
  }
}
