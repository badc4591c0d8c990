/** The place where the next page of a document begins. */
export interface NextPage {
  readonly id: string
  /** Absent: the whole text. */
  readonly section?: string | undefined
  /** UTF-16 units. */
  readonly next: number
  /** Of the whole text that is read. UTF-16 units. */
  readonly length: number
}

/** Says in a sentence that the text is cut, and with which call it goes on. */
export function readOnWith({ id, section, next, length }: NextPage): string {
  const call = JSON.stringify({ id, ...(section !== undefined && { section }), offset: next })
  return `[Cut at ${next} of ${length} characters. Read on with get_standard ${call}, or read one section.]`
}
