import { toastFailure } from './toasts.tsx'

/** Writes a text to the clipboard; false, with a toast, when the browser does not allow it. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    toastFailure({
      code: 'clipboard',
      message: 'The clipboard could not be written.',
      remedy: 'Allow it for this page, or select the text and copy it.',
    })
    return false
  }
}
