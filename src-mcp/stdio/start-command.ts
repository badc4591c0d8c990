import { join } from 'node:path'

/** `snapshot`: starts in half the time, and only on the Node that built it. `bundle`: runs on every Node from 22 on. */
export type StartVariant = 'snapshot' | 'bundle'

/**
 * Keeps V8 from growing its heap for speed: 81 MB instead of 111 after 1,000 calls. The snapshot is built with it too:
 * compiled code is valid only for the flags that it was compiled with, and compiling Node's own code again takes 40 ms.
 */
export const SNAPSHOT_FLAG = '--optimize-for-size'

/** Frequent code is optimised on the main thread instead of on others, which saves the memory of their compiler: 7 to 13 MB of 90. */
const MEMORY_FLAG = '--no-concurrent-recompilation'

// The bundle uses the compiled code inside Node, which is not valid for SNAPSHOT_FLAG. This flag saves most of the same memory.
const BUNDLE_FLAG = '--max-semi-space-size=1'

/**
 * Node's arguments that start the stdio server; the server's own options follow them.
 *
 * An unusable snapshot ends Node before any code of Plumbline runs, with one line on stderr and exit code 14 (missing, truncated, no
 * snapshot, built by another version of Node) or, when its content is damaged, with a crash (SIGTRAP, 133 in a shell). Test it
 * once before it is written into a client's configuration, and write the bundle otherwise.
 * @param folder the folder with `server.mjs` and `server.blob`
 */
export function startArguments(folder: string, variant: StartVariant): string[] {
  if (variant === 'bundle') return [BUNDLE_FLAG, MEMORY_FLAG, join(folder, 'server.mjs')]
  // Without a word before them, Node takes the server's options for its own and rejects them (exit code 9).
  return [SNAPSHOT_FLAG, MEMORY_FLAG, '--snapshot-blob', join(folder, 'server.blob'), 'server']
}
