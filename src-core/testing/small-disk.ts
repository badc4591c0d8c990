import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A small file system of its own, whose space runs out when a test wants it to. */
export interface SmallDisk {
  /** Writes a file that takes all the space that is left. */
  fill(): void
  /** Removes that file. */
  free(): void
  setReadOnly(readOnly: boolean): void
  unmount(): void
}

const FILLER = '.filler'
const BLOCK = Buffer.alloc(4096)

/**
 * Mounts a file system in memory on a folder, which is created.
 * @throws Error where {@link whyNoMount} gives a reason
 */
export function mountSmallDisk(folder: string, megabytes: number): SmallDisk {
  mkdirSync(folder, { recursive: true })
  run('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder)
  const filler = join(folder, FILLER)
  return {
    fill() {
      const descriptor = openSync(filler, 'a')
      try {
        for (;;) writeSync(descriptor, BLOCK)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
      } finally {
        closeSync(descriptor)
      }
    },
    free: () => rmSync(filler, { force: true }),
    setReadOnly: (readOnly) => run('mount', '-o', `remount,${readOnly ? 'ro' : 'rw'}`, folder),
    // Lazily: a process that ends may still have files open.
    unmount: () => run('umount', '-l', folder),
  }
}

function run(command: string, ...args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr.trim()}`)
}

let reason: string | null | undefined

/** Why no file system can be mounted here, printed once; `null` when one can. */
export function whyNoMount(): string | null {
  if (reason !== undefined) return reason
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-mount-'))
  try {
    mountSmallDisk(folder, 1).unmount()
    reason = null
  } catch (error) {
    reason = error instanceof Error ? error.message : String(error)
    process.stderr.write(
      `Tests with a full or read-only disk are skipped, because nothing can be mounted: ${reason}\n`,
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return reason
}
