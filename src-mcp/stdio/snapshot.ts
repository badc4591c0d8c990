import { dirname, resolve } from 'node:path'
import { startupSnapshot } from 'node:v8'
import { runStdioProcess } from './stdio-process.ts'
import { warmUp } from './warm-up.ts'

// `server.blob`: the same server as a V8 startup snapshot, which starts in half the time on the very Node that built it.
// start-command.ts has the command.

// Node finishes what is under way before it takes the picture.
void warmUp()
startupSnapshot.setDeserializeMainFunction(() => runStdioProcess(dirname(resolve(blobFile()))))

/** A snapshot has no script of its own to ask for its folder. */
function blobFile(): string {
  const flag = '--snapshot-blob'
  for (const [index, argument] of process.execArgv.entries()) {
    if (argument === flag) return process.execArgv[index + 1] ?? ''
    if (argument.startsWith(`${flag}=`)) return argument.slice(flag.length + 1)
  }
  throw new Error(`This server must be started with ${flag}.`)
}
