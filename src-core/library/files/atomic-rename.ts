/** Renames that Node has no function for, through the C library. Each returns false where the system or the disk cannot do it. */
export interface AtomicRenames {
  /** Exchanges two files, so that neither of them is lost. */
  readonly exchange: (a: string, b: string) => boolean
  /** Renames a file, and fails when the new name exists. */
  readonly renameToFree: (from: string, to: string) => boolean
}

const AT_FDCWD = -100
// <linux/fs.h> and <sys/stdio.h>
const LINUX = { noReplace: 1, exchange: 2 }
const DARWIN = { noReplace: 4, exchange: 2 }

const NONE: AtomicRenames = { exchange: () => false, renameToFree: () => false }
let loaded: AtomicRenames | undefined

/** The renames of this system; loaded at the first call. Electron's Node has no `node:ffi`, and Windows no such call. */
export function atomicRenames(): AtomicRenames {
  loaded ??= load()
  return loaded
}

function load(): AtomicRenames {
  if (process.platform !== 'linux' && process.platform !== 'darwin') return NONE
  try {
    const ffi = withoutWarning(() => process.getBuiltinModule('node:ffi'))
    if (!ffi) return NONE
    if (process.platform === 'darwin') {
      const { functions } = ffi.dlopen(null, {
        renamex_np: { arguments: ['string', 'string', 'u32'], return: 'i32' },
      })
      const call = (from: string, to: string, flag: number) => functions.renamex_np(from, to, flag) === 0
      return {
        exchange: (a, b) => call(a, b, DARWIN.exchange),
        renameToFree: (from, to) => call(from, to, DARWIN.noReplace),
      }
    }
    const { functions } = ffi.dlopen(null, {
      renameat2: { arguments: ['i32', 'string', 'i32', 'string', 'u32'], return: 'i32' },
    })
    const call = (from: string, to: string, flag: number) =>
      functions.renameat2(AT_FDCWD, from, AT_FDCWD, to, flag) === 0
    return {
      exchange: (a, b) => call(a, b, LINUX.exchange),
      renameToFree: (from, to) => call(from, to, LINUX.noReplace),
    }
  } catch {
    // Another Node, or a C library without the function.
    return NONE
  }
}

/** Loads the module without its warning that it is experimental, which would go to the terminal of the user. */
function withoutWarning<T>(load: () => T): T {
  const { emitWarning } = process
  process.emitWarning = () => {}
  try {
    return load()
  } finally {
    process.emitWarning = emitWarning
  }
}
