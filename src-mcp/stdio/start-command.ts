import { join } from 'node:path'

/** From the snapshot, which starts in half the time on the Node that built it, or from the bundle, on every Node from 22 on. */
export type WayToStart = 'snapshot' | 'bundle'

/**
 * Keeps V8 from growing its heap for speed: 81 MB instead of 111 after 1,000 calls. The snapshot is built with it too:
 * compiled code fits only the flags that it was compiled with, and 40 ms would go to compiling Node's own anew.
 */
export const SNAPSHOT_FLAG = '--optimize-for-size'

/** Code that runs often is compiled between calls instead of beside them, without the memory of a compiler in threads: 7 to 13 MB of 90. */
const MEMORY_FLAG = '--no-concurrent-recompilation'

// For the bundle the compiled code is the one inside Node, which does not fit that flag. This one does most of it.
const BUNDLE_FLAG = '--max-semi-space-size=1'

/**
 * Node's arguments that start the stdio server; the server's own options follow them.
 *
 * A snapshot that does not fit ends Node at once, before any code of ours runs, with one line on stderr and exit code
 * 14 (missing, cut off, no snapshot, built by another version of Node) or, when its inside is damaged, as a crash
 * (SIGTRAP, 133 in a shell). Try it once before it is written into a client's configuration, and write the bundle otherwise.
 * @param folder the one that holds `server.mjs` and `server.blob`
 */
export function startArguments(folder: string, way: WayToStart): string[] {
  if (way === 'bundle') return [BUNDLE_FLAG, MEMORY_FLAG, join(folder, 'server.mjs')]
  // Without the word, Node takes the server's options for its own and refuses them (exit code 9).
  return [SNAPSHOT_FLAG, MEMORY_FLAG, '--snapshot-blob', join(folder, 'server.blob'), 'server']
}
