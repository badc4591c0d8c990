import { endOfString, endOfValue } from '../base/json-scan.ts'

/**
 * A tool's answer holds its data twice, as JSON and as a text with the same JSON in it. The log keeps it once: half the
 * bytes to mask and to write. A text block without a text is none of the protocol's, so it marks where the copy was.
 */

const COPY = '"content":[{"type":"text","text":'
const NO_COPY = '"content":[{"type":"text"}],"structuredContent":'
const DATA = '}],"structuredContent":'

/** The answer without the text, if that repeats the data to the letter; any other as it is. */
export function leaveOutCopy(answer: string): string {
  const content = answer.indexOf(COPY)
  if (content < 0) return answer
  const text = content + COPY.length
  const textEnd = endOfString(answer, text)
  if (!answer.startsWith(DATA, textEnd)) return answer
  const data = textEnd + DATA.length
  const dataEnd = endOfValue(answer, data)
  if (JSON.stringify(answer.slice(data, dataEnd)) !== answer.slice(text, textEnd)) return answer
  return answer.slice(0, content) + NO_COPY + answer.slice(data)
}

/** The answer as it was; as it is when its end was cut off, and with it what the text would be made of. */
export function putCopyBack(answer: string): string {
  const content = answer.indexOf(NO_COPY)
  if (content < 0) return answer
  const data = content + NO_COPY.length
  const dataEnd = endOfValue(answer, data)
  if (dataEnd === answer.length) return answer
  const text = JSON.stringify(answer.slice(data, dataEnd))
  return answer.slice(0, content) + COPY + text + DATA + answer.slice(data)
}
