import type { McpServer } from '@modelcontextprotocol/server'
import * as z from 'zod'
import type { LibraryNotice } from '../resources/library-changes.ts'

const LEVELS = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'] as const

/** Until the client says what it wants to hear. */
const DEFAULT_LEVEL = 'warning'

const SetLevelParams = z.looseObject({ level: z.enum(LEVELS) })

/** The log that a client of the older protocol reads; the newer protocol has none. */
export interface ClientLog {
  /** Sends `notifications/message`, unless the client asked for weightier ones only. */
  send(notice: LibraryNotice): Promise<void>
}

/** Serves `logging/setLevel`. The SDK's own handler keeps levels by HTTP session, where one server has one client. */
export function registerLogging({ server }: McpServer): ClientLog {
  let least = LEVELS.indexOf(DEFAULT_LEVEL)
  server.setRequestHandler('logging/setLevel', { params: SetLevelParams }, ({ level }) => {
    least = LEVELS.indexOf(level)
    return {}
  })
  return {
    async send({ level, message }) {
      if (LEVELS.indexOf(level) < least) return
      await server.notification({
        method: 'notifications/message',
        params: { level, logger: 'plumbline', data: message },
      })
    },
  }
}
