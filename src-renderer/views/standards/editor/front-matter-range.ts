import { locateFrontMatter } from '../../../../src-shared/standard/front-matter/locate-front-matter.ts'

/** Offset behind the closing fence of the front matter, before the line end; 0 without front matter. */
export function frontMatterEnd(text: string): number {
  const { block } = locateFrontMatter(text)
  if (!block || block.stop === null) return 0
  return text.slice(0, block.after).replace(/\n$/, '').length
}

/** As {@link frontMatterEnd}; 0 also for front matter that the form cannot change, which has to stay visible as text. */
export function editableFrontMatterEnd(text: string): number {
  return locateFrontMatter(text).block?.format === 'yaml' ? frontMatterEnd(text) : 0
}

/** Number of the line that holds `offset`, from 1. */
export function linesUpTo(text: string, offset: number): number {
  let lines = 1
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) lines += 1
  return lines
}
