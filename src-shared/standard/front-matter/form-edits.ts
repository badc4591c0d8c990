import type { FrontMatterChanges } from '../standard.ts'
import { readFields } from './front-matter-fields.ts'
import { setFrontMatter } from './set-front-matter.ts'

/** The changes of a form in succession. Values that are set back restore the text, its quotes and lists included. */
export class FormEdits {
  #base = ''
  #last: string | null = null

  /**
   * @param text with `\n` line ends; when it is not the last result, the form begins with it
   * @param path of the file in the library
   * @throws PlumblineError `file-unusable`, as {@link setFrontMatter} does
   */
  apply(text: string, changes: FrontMatterChanges, path: string): string {
    const changed = setFrontMatter(text, changes, path)
    if (text !== this.#last) this.#base = text
    const isRestored =
      JSON.stringify(readFields(changed, path)) === JSON.stringify(readFields(this.#base, path))
    this.#last = isRestored ? this.#base : changed
    return this.#last
  }
}
