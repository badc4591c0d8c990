import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, describe, expect, it } from 'vitest'
import { eventually, makeTempLibrary, type TempLibrary } from '../../testing/temp-library.ts'

let temp: TempLibrary
let child: ChildProcess
afterEach(async () => {
  if (child.exitCode === null && child.signalCode === null) {
    const exit = once(child, 'exit')
    // Ends a stopped process too.
    child.kill('SIGKILL')
    await exit
  }
  await temp.close()
})

/** Starts a process that indexes. */
async function startIndexer(): Promise<void> {
  const script = join(import.meta.dirname, '../../testing/core-process.ts')
  child = spawn(process.execPath, [script, temp.home, temp.root], { stdio: ['pipe', 'pipe', 'inherit'] })
  let indexes = false
  if (child.stdout)
    createInterface({ input: child.stdout }).on('line', (line) => {
      indexes ||= JSON.parse(line).indexes === true
    })
  await eventually(() => indexes)
}

describe.skipIf(process.platform === 'win32')('an indexing process that is stopped', () => {
  it('is named by the others, which answer, reject a reindex and take over when it has ended', async () => {
    temp = makeTempLibrary({ 'a.md': '# A\n\nalpha\n' })
    await startIndexer()
    const cores = [temp.openCore(), temp.openCore({ indexes: false })]
    for (const core of cores) await core.whenFresh()
    // A process that is stopped before its first sign of life cannot be named.
    await eventually(() => cores[0]?.library.status().progress.aliveAt)
    child.kill('SIGSTOP')
    temp.write('b.md', '# B\n\nzebra\n')
    for (const core of cores) {
      const { state, message } = await eventually(() => core.library.trouble())
      expect(state).toBe('stalled')
      expect(message).toContain(`Process ${child.pid}, which keeps the index up to date, has not responded`)
      expect(core.library.status().progress).toMatchObject({ state, message, pid: child.pid })
      expect(core.library.search('alpha', {}, 5).total).toBe(1)
      await expect(core.reindex(false)).rejects.toThrow(/has not responded .* seconds/)
    }
    const late = temp.openCore()
    await late.whenFresh()
    expect(late.library.trouble()?.state).toBe('stalled')

    child.kill('SIGCONT')
    for (const core of [...cores, late]) {
      await eventually(() => core.library.trouble() === null)
      await eventually(() => core.library.search('zebra', {}, 5).total === 1)
    }

    child.kill('SIGSTOP')
    await eventually(() => late.library.trouble()?.state === 'stalled')
    child.kill('SIGKILL')
    await eventually(() => late.library.trouble() === null)
    expect(cores[0]?.isIndexing() || late.isIndexing()).toBe(true)
  })
})
