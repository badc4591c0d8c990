import rehypeHighlight from 'rehype-highlight'

/** Colours fenced code of the 37 languages that are common; other code stays plain. Goes behind the sanitiser. */
export const highlighter = [
  [rehypeHighlight, { detect: false }],
] as const satisfies readonly unknown[] as never
