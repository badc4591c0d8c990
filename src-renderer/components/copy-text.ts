import { toastFailure } from './toasts.tsx'

/** Puts a text into the clipboard; false when the browser does not let it. */
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
