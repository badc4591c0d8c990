/** Facts of a document on one line, without the empty ones: `python/testing.md · testing in python`. */
export function factsLine(facts: readonly string[]): string {
  return facts.filter((fact) => fact !== '').join(' · ')
}

/** The address of a standard or of one of its sections, as models read and write it: `go/testing.md#fakes`. */
export function addressOf(id: string, section: string | undefined): string {
  return section === undefined ? id : `${id}#${section}`
}

/** A list of standards under a label; empty for none. */
export function referenceLines(
  label: string,
  references: readonly { readonly id: string; readonly title: string }[],
): string {
  if (references.length === 0) return ''
  return `${label}:\n${references.map(({ id, title }) => `- ${id}: ${oneLine(title)}\n`).join('')}`
}

/** A text in which line ends are spaces, so that a list keeps its lines. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
