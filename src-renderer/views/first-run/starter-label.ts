import { languageLabel } from '../standards/labels.ts'

/** The name of a group of starter standards, for the name of its folder: `CSS and HTML` for `css-html`. */
export function starterLabel(group: string): string {
  return group.split('-').map(languageLabel).join(' and ')
}
