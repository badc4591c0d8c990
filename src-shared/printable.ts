/**
 * What could move the cursor, colour or erase text, write the clipboard, reorder characters or hide them. Without the two joiners,
 * which many scripts need and which do no harm. A carriage return counts unless a line feed follows.
 */
const UNPRINTABLE =
  /\r(?!\n)|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e0fff}\p{Cs}]/gu

/**
 * Text of files, clients or the log for a terminal: control characters become escapes such as `\u001b`. JSON stays JSON of the
 * same value, because such characters occur in it only inside strings. Tabs and line ends stay.
 */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, escaped)
}

/** As {@link printable}, for a part of a line: tabs and line ends are escaped as well. */
export function printableInLine(text: string): string {
  return printable(text).replace(/[\t\r\n]/g, escaped)
}

function escaped(characters: string): string {
  let text = ''
  for (let at = 0; at < characters.length; at++)
    text += `\\u${characters.charCodeAt(at).toString(16).padStart(4, '0')}`
  return text
}
