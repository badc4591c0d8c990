// A process that changes the files of a library without end, until it is killed: node change-files.ts LIBRARY STANDARDS, where
// STANDARDS is JSON from id to number. Before each change it prints the change, and after it `{"done":true}`, each as a JSON line.
import { writeSync } from 'node:fs'
import { SYSTEM_FILES } from '../../src-core/library/files/file-operations.ts'
import { StandardFiles } from '../../src-core/library/files/standard-files.ts'

/** A change of one standard. Each text is known by its number, see `numberedText`. */
export interface Change {
  readonly kind: 'save' | 'create' | 'duplicate' | 'move' | 'remove' | 'restore'
  readonly id: string
  /** The number of the text before the change. */
  readonly before: number | null
  readonly to?: string
  readonly after?: number
}

const KINDS = ['save', 'create', 'duplicate', 'move', 'remove'] as const

const FEWEST_STANDARDS = 5
const MOST_STANDARDS = 15

/** A random kind of change that leaves the library neither empty nor ever larger. */
function nextKind(standards: number): (typeof KINDS)[number] {
  if (standards < FEWEST_STANDARDS) return 'create'
  if (standards > MOST_STANDARDS) return 'remove'
  return KINDS[Math.floor(Math.random() * KINDS.length)] ?? 'create'
}

/** A text in which a cut, a mixture and another text can be told from it. */
export function numberedText(number: number): string {
  return `# ${number}\n\n${`${number} `.repeat(2_000)}\nEND ${number}\n`
}

if (import.meta.main) {
  const [root = '', standards = '{}'] = process.argv.slice(2)
  await changeFiles(root, new Map(Object.entries(JSON.parse(standards) as Record<string, number>)))
}

async function changeFiles(root: string, standards: Map<string, number>): Promise<never> {
  const files = new StandardFiles({ root: () => root, pathOf: () => null, files: SYSTEM_FILES })
  const used = [...standards].flatMap(([id, number]) => [number, Number(/\d+/.exec(id)?.[0] ?? 0)])
  let next = Math.max(0, ...used) + 1
  const print = (line: unknown) => writeSync(1, `${JSON.stringify(line)}\n`)
  const perform = async (change: Change, run: () => Promise<unknown>) => {
    print(change)
    const result = await run()
    print({ done: true })
    return result
  }
  for (;;) {
    const ids = [...standards.keys()]
    const id = ids[Math.floor(Math.random() * ids.length)]
    const folder = ['', 'go/', 'python/'][Math.floor(Math.random() * 3)]
    const to = `${folder}s${next}.md`
    const before = id === undefined ? null : (standards.get(id) ?? null)
    const kind = nextKind(ids.length)
    if (kind === 'create' || id === undefined || before === null) {
      const after = next++
      await perform({ kind: 'create', id: to, before: null, after }, () =>
        files.create(to, numberedText(after)),
      )
      standards.set(to, after)
    } else if (kind === 'save') {
      const opened = await files.open(id)
      const after = next++
      await perform({ kind, id, before, after }, () =>
        files.save(id, numberedText(after), opened?.version ?? ''),
      )
      standards.set(id, after)
    } else if (kind === 'duplicate') {
      next++
      await perform({ kind, id, before, to }, () => files.duplicate(id, to))
      standards.set(to, before)
    } else if (kind === 'move') {
      next++
      await perform({ kind, id, before, to }, () => files.move(id, to))
      standards.delete(id)
      standards.set(to, before)
    } else {
      const removed = (await perform({ kind: 'remove', id, before }, () => files.remove(id))) as {
        undo: string
      }
      standards.delete(id)
      if (ids.length > MOST_STANDARDS) continue
      await perform({ kind: 'restore', id, before }, () => files.restore(removed.undo))
      standards.set(id, before)
    }
  }
}
