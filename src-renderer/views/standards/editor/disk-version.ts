/** A version of a file on the disk. */
export interface DiskVersion {
  readonly text: string
  /** Identifies the content. */
  readonly version: string
  /** Milliseconds since the epoch. */
  readonly savedAt: number
}

/** What the disk has instead of the version that was opened. */
export type Theirs = DiskVersion | 'gone'

/** What the editor does about a version on the disk. */
export type DiskStep =
  /** The disk has what the text was made from. */
  | 'same'
  /** Written by a save that is under way. */
  | 'own-save'
  /** It has the text of the editor: the text is saved. */
  | 'adopt'
  /** There is no unsaved text: the editor shows the version on the disk. */
  | 'reload'
  /** There is unsaved text, which was made from another version. */
  | 'conflict'

/**
 * Decides what a version on the disk means for a text that is being edited.
 * @param text the text of the editor, made from `base`
 * @param savingText the text of a save that is under way
 * @param isComparing the user compares both texts: nothing changes until they choose
 */
export function diskStep(
  disk: DiskVersion,
  {
    text,
    base,
    savingText,
    isComparing,
  }: {
    readonly text: string
    readonly base: DiskVersion
    readonly savingText: string | null
    readonly isComparing: boolean
  },
): DiskStep {
  if (disk.version === base.version) return 'same'
  if (disk.text === savingText) return 'own-save'
  if (disk.text === text && !isComparing) return 'adopt'
  return text === base.text ? 'reload' : 'conflict'
}
