import type { McpServer } from '@modelcontextprotocol/server'
import * as z from 'zod'
import type { Core } from '../../src-core/app/create-core.ts'
import { describeIndexer } from '../../src-core/library/library.ts'
import { type AnswerContext, answerFromCore } from '../calls/answer.ts'
import { readBoolean } from '../tools/lenient-arguments.ts'

/** The name of Plumbline's extension of the protocol in the capabilities. */
export const EXTENSION_ID = 'dev.plumbline/library'

/** The declaration in the capabilities: the methods of the extension. */
export const EXTENSION = { methods: ['plumbline/status', 'plumbline/reindex'] }

const StatusParams = z.looseObject({})
const ReindexParams = z.looseObject({
  /** Reads every file again, whether it has changed or not. */
  force: z.preprocess(readBoolean, z.boolean().optional()),
})

export interface ExtensionContext extends AnswerContext {
  readonly core: AnswerContext['core'] &
    Pick<Core, 'reindex' | 'isIndexing'> & { readonly activity: Pick<Core['activity'], 'sessions' | 'flush'> }
  readonly version: string
}

const MAX_SESSIONS = 100

/** The open sessions of every process of this home, the newest first; `null` while the activity log cannot be read. */
function liveSessions(activity: ExtensionContext['core']['activity']): readonly object[] | null {
  // So that the session of this request is among them.
  activity.flush()
  try {
    return activity
      .sessions(MAX_SESSIONS)
      .filter(({ endedAt }) => endedAt === null)
      .map(({ id, transport, client, clientVersion, protocolVersion, state, openedAt, pid, calls }) => {
        return { id, transport, client, clientVersion, protocolVersion, state, openedAt, pid, calls }
      })
  } catch {
    return null
  }
}

/** Serves `plumbline/status` and `plumbline/reindex`, in both protocol generations and in every process, whichever one indexes. */
export function registerExtension({ server }: McpServer, context: ExtensionContext): void {
  const { core, version } = context

  server.setRequestHandler('plumbline/status', { params: StatusParams }, (_, ctx) =>
    answerFromCore(context, 'plumbline/status', ctx.mcpReq.signal, () => {
      const status = core.library.status()
      const indexer = describeIndexer(status.progress, core.isIndexing(), Date.now())
      return { version, ...status, indexer, sessions: liveSessions(core.activity) }
    }),
  )

  server.setRequestHandler('plumbline/reindex', { params: ReindexParams }, ({ force = false }, ctx) => {
    const { signal, _meta, notify } = ctx.mcpReq
    const progressToken = _meta?.progressToken
    let last = -1

    async function report(done: number, total: number): Promise<void> {
      // The protocol wants growing progress; a scan that was restarted counts from the start again.
      if (progressToken === undefined || done <= last || signal.aborted) return
      last = done
      await notify({
        method: 'notifications/progress',
        params: { progressToken, progress: done, total, message: `${done} of ${total} files read` },
      })
    }

    return answerFromCore(context, 'plumbline/reindex', signal, async () => {
      const startedAt = performance.now()
      const failed = (error: unknown) => context.log('warn', `Progress could not be sent: ${error}`)
      const { files, read, removed } = await core.reindex(force, signal, (done, total) => {
        report(done, total).catch(failed)
      })
      await report(files, files).catch(failed)
      const { generation, standards, problems } = core.library.status()
      const milliseconds = Math.round(performance.now() - startedAt)
      return { files, read, removed, generation, standards, problems, milliseconds }
    })
  })
}
