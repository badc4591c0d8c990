import rehypeHighlight from 'rehype-highlight'

/** Highlights fenced code in 37 common languages. Runs after the sanitiser. */
export const highlighter = [
  [rehypeHighlight, { detect: false }],
] as const satisfies readonly unknown[] as never
