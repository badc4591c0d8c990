import { join } from 'node:path'

/** From the snapshot, which starts in half the time on the Node that built it, or from the bundle, on every Node from 22 on. */
export type WayToStart = 'snapshot' | 'bundle'

/**
 * Node's arguments that start the stdio server; the server's own options follow them.
 *
 * A snapshot that does not fit ends Node at once, before any code of ours runs, with one line on stderr and exit code
 * 14 (missing, cut off, no snapshot, built by another version of Node) or, when its inside is damaged, as a crash
 * (SIGTRAP, 133 in a shell). Try it once before it is written into a client's configuration, and write the bundle otherwise.
 * @param folder the one that holds `server.mjs` and `server.blob`
 */
export function startArguments(folder: string, way: WayToStart): string[] {
  // The young generation grows with every burst of calls and would stay large: 88 MB instead of 111 after 1,000 calls.
  // `--optimize-for-size` saves 4 MB more, but Node's own compiled code does not fit that flag: 50 ms to the first result.
  const memory = '--max-semi-space-size=1'
  if (way === 'bundle') return [memory, join(folder, 'server.mjs')]
  // Without the word, Node takes the server's options for its own and refuses them (exit code 9).
  return [memory, '--snapshot-blob', join(folder, 'server.blob'), 'server']
}
