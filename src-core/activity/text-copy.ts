import { endOfString, endOfValue } from '../base/json-scan.ts'

/**
 * The answer of a tool contains its data twice: as structured content, and as JSON in a text block. Only one copy is
 * recorded, which halves what is masked and written. A text block without `text`, which the protocol does not allow, marks
 * the place of the other copy.
 */

const WITH_COPY = '"content":[{"type":"text","text":'
const WITHOUT_COPY = '"content":[{"type":"text"}],"structuredContent":'
const AFTER_COPY = '}],"structuredContent":'

/** Removes the text from an answer if it is the JSON of the structured content, byte for byte. */
export function omitTextCopy(answer: string): string {
  const content = answer.indexOf(WITH_COPY)
  if (content < 0) return answer
  const text = content + WITH_COPY.length
  const textEnd = endOfString(answer, text)
  if (!answer.startsWith(AFTER_COPY, textEnd)) return answer
  const data = textEnd + AFTER_COPY.length
  const dataEnd = endOfValue(answer, data)
  if (JSON.stringify(answer.slice(data, dataEnd)) !== answer.slice(text, textEnd)) return answer
  return answer.slice(0, content) + WITHOUT_COPY + answer.slice(data)
}

/** Reverses {@link omitTextCopy}. An answer whose structured content is truncated is returned as it is. */
export function restoreTextCopy(answer: string): string {
  const content = answer.indexOf(WITHOUT_COPY)
  if (content < 0) return answer
  const data = content + WITHOUT_COPY.length
  const dataEnd = endOfValue(answer, data)
  if (dataEnd === answer.length) return answer
  const text = JSON.stringify(answer.slice(data, dataEnd))
  return answer.slice(0, content) + WITH_COPY + text + AFTER_COPY + answer.slice(data)
}
