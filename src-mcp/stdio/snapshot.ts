import { dirname, resolve } from 'node:path'
import { startupSnapshot } from 'node:v8'
import { runStdioProcess } from './stdio-process.ts'
import { warmUp } from './warm-up.ts'

// `server.blob`: the same server as a V8 startup snapshot, which starts in half the time, and only on the Node that built it.
// start-command.ts has the command.

// Node waits for pending work before it takes the snapshot.
void warmUp()
startupSnapshot.setDeserializeMainFunction(() => runStdioProcess(dirname(resolve(blobFile()))))

/** The folder comes from the command line: a snapshot has no script with an `import.meta.dirname`. */
function blobFile(): string {
  const flag = '--snapshot-blob'
  for (const [index, argument] of process.execArgv.entries()) {
    if (argument === flag) return process.execArgv[index + 1] ?? ''
    if (argument.startsWith(`${flag}=`)) return argument.slice(flag.length + 1)
  }
  throw new Error(`This server must be started with ${flag}.`)
}
