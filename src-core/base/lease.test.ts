import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eventually, makeTempLibrary, type TempLibrary } from '../testing/temp-library.ts'
import { openLeaseManager } from './lease.ts'

interface ProcessMessage {
  readonly indexes?: boolean
  readonly ready?: boolean
  readonly id?: string
  readonly title?: string | null
  readonly log?: string
}

interface CoreProcess {
  readonly child: ChildProcess
  readonly messages: ProcessMessage[]
  indexes(): boolean
  /** The title of a standard, as this process returns it. */
  title(id: string): Promise<string | null>
}

let library: TempLibrary
let children: ChildProcess[] = []
beforeEach(() => {
  library = makeTempLibrary({ 'a.md': '# Apple\n', 'b.md': '# Banana\n' })
})
afterEach(async () => {
  for (const child of children) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  children = []
  await library.close()
})

async function start(): Promise<CoreProcess> {
  const script = join(import.meta.dirname, '../testing/core-process.ts')
  const child = spawn(process.execPath, [script, library.home, library.root], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  children.push(child)
  const messages: ProcessMessage[] = []
  createInterface({ input: child.stdout }).on('line', (line) => messages.push(JSON.parse(line)))
  await eventually(() => messages.some((message) => message.ready))
  return {
    child,
    messages,
    indexes: () => messages.findLast((message) => message.indexes !== undefined)?.indexes === true,
    title: async (id) => {
      const from = messages.length
      child.stdin.write(`${id}\n`)
      const answer = await eventually(() => messages.slice(from).find((message) => message.id === id))
      return answer.title ?? null
    },
  }
}

describe('the lease', () => {
  it('is held by firstManager manager at a time, until it is released', () => {
    const file = join(library.folder, 'lease.db')
    const firstManager = openLeaseManager(file, undefined)
    const secondManager = openLeaseManager(file, undefined)
    const lease = firstManager.tryAcquire()
    expect(lease).not.toBeNull()
    expect(secondManager.tryAcquire()).toBeNull()
    expect(secondManager.tryAcquire()).toBeNull()
    lease?.release()
    const second = secondManager.tryAcquire()
    expect(second).not.toBeNull()
    expect(firstManager.tryAcquire()).toBeNull()
    second?.release()
    firstManager.close()
    secondManager.close()
  })

  it.skipIf(process.platform === 'win32')(
    'is no longer current after its file was deleted or replaced',
    () => {
      const file = join(library.folder, 'lease.db')
      for (const replace of [
        () => rmSync(file),
        () => {
          writeFileSync(`${file}.new`, '')
          renameSync(`${file}.new`, file)
        },
      ]) {
        const firstManager = openLeaseManager(file, undefined)
        const secondManager = openLeaseManager(file, undefined)
        const lease = firstManager.tryAcquire()
        expect(lease?.isCurrent()).toBe(true)
        replace()
        expect(lease?.isCurrent()).toBe(false)
        const second = secondManager.tryAcquire()
        expect(second?.isCurrent()).toBe(true)
        lease?.release()
        expect(firstManager.tryAcquire()).toBeNull()
        firstManager.close()
        secondManager.close()
      }
    },
  )

  it('is on a new file after the old one was damaged', async () => {
    const file = join(library.folder, 'lease.db')
    writeFileSync(file, 'x'.repeat(5_000))
    const manager = openLeaseManager(file, undefined)
    const lease = await eventually(() => manager.tryAcquire())
    expect(lease.isCurrent()).toBe(true)
    manager.close()
  })

  it('is released when the manager that holds it is closed', () => {
    const file = join(library.folder, 'lease.db')
    const firstManager = openLeaseManager(file, undefined)
    const secondManager = openLeaseManager(file, undefined)
    firstManager.tryAcquire()
    firstManager.close()
    expect(secondManager.tryAcquire()).not.toBeNull()
    secondManager.close()
  })
})

describe('processes that share a home', () => {
  it('index once, and continue after the indexing process is killed', async () => {
    const first = await start()
    const others = await Promise.all([start(), start()])
    const all = [first, ...others]
    expect(all.map((running) => running.indexes())).toEqual([true, false, false])

    library.write('a.md', '# Apricot\n')
    for (const running of all) await eventually(async () => (await running.title('a.md')) === 'Apricot')

    first.child.kill('SIGKILL')
    await once(first.child, 'exit')
    library.write('b.md', '# Blueberry\n')
    for (const running of others) await eventually(async () => (await running.title('b.md')) === 'Blueberry')
    expect(others.filter((running) => running.indexes())).toHaveLength(1)

    library.write('c.md', '# Cherry\n')
    for (const running of others) await eventually(async () => (await running.title('c.md')) === 'Cherry')
    expect(
      all.flatMap((running) => running.messages.filter((message) => message.log?.includes('rror'))),
    ).toEqual([])
  })

  it('pass the lease on when its holder ends', async () => {
    const first = await start()
    const second = await start()
    first.child.stdin?.end()
    const [code] = await once(first.child, 'exit')
    expect(code).toBe(0)
    await eventually(() => second.indexes())
    library.write('a.md', '# Avocado\n')
    await eventually(async () => (await second.title('a.md')) === 'Avocado')
  })

  it.skipIf(process.platform === 'win32')(
    'have one indexer again after the lease file was deleted',
    async () => {
      const first = await start()
      rmSync(join(library.home, 'lease.db'))
      const second = await start()
      const count = () => [first, second].filter((running) => running.indexes()).length
      await eventually(() => first.messages.some(({ log }) => log?.includes('was deleted or replaced')))
      await eventually(() => count() === 1)
      library.write('c.md', '# Cherry\n')
      for (const running of [first, second])
        await eventually(async () => (await running.title('c.md')) === 'Cherry')
      expect(count()).toBe(1)
    },
  )

  it('start at the same moment, and exactly one indexes', async () => {
    const all = await Promise.all([start(), start(), start()])
    await eventually(() => all.some((running) => running.indexes()))
    expect(all.filter((running) => running.indexes())).toHaveLength(1)
    for (const running of all) expect(await running.title('a.md')).toBe('Apple')
  })
})
