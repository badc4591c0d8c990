import { languageLabel } from '../standards/labels.ts'

const LIST = new Intl.ListFormat('en-GB', { type: 'conjunction' })

/** `Go, Python and TypeScript` */
export function languageList(languages: readonly string[]): string {
  return LIST.format(languages.map(languageLabel))
}
