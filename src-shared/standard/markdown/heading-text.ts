// Longer headings keep their markup: real headings are shorter, and the patterns below may backtrack far.
const MAX_LENGTH = 1000
const MARKUP = /[\\`*_~[\]<&]/
const TAG =
  /<\/?(?:a|abbr|b|big|br|code|del|em|font|i|img|ins|kbd|mark|picture|s|samp|small|source|span|strong|sub|sup|u|var)(?:\s[^<>]*)?\/?>|<!--.*?-->/gi
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['#39', "'"],
  ['nbsp', '\u00a0'],
  ['copy', '\u00a9'],
  ['ndash', '\u2013'],
  ['mdash', '\u2014'],
  ['hellip', '\u2026'],
])

/** Returns a heading as plain text: without inline markup, and with links and images replaced by their text. */
export function headingText(raw: string): string {
  const text = raw.trim()
  if (!MARKUP.test(text) || text.length > MAX_LENGTH || /[\uE000-\uF8FF]/.test(text)) return text
  // Literal parts (code, escapes) are replaced by one private-use character each while markup is removed.
  const literals: string[] = []
  const aside = (literal: string): string => String.fromCharCode(0xe000 + literals.push(literal) - 1)
  let out = text.replace(
    /\\([!-/:-@[-`{-~])|(?<!`)(`+)(?!`)(.+?)(?<!`)\2(?!`)/g,
    (_, escaped, _ticks, code) => aside(escaped === undefined ? trimCode(String(code)) : String(escaped)),
  )
  out = out.replace(/<([a-z][a-z0-9+.-]+:[^\s<>]*|[\w.+-]+@[\w.-]+)>/gi, (_, url) => aside(String(url)))
  out = out.replace(TAG, '')
  out = untilStable(out, (s) =>
    s
      .replace(
        /!?\[([^[\]]*)\]\((?:<[^<>]*>|(?:[^()\s]|\([^()\s]*\))*)(?:\s+(?:"[^"]*"|'[^']*'|\([^()]*\)))?\s*\)/g,
        '$1',
      )
      .replace(/!?\[([^[\]]+)\]\[[^[\]]*\]/g, '$1'),
  )
  out = untilStable(out, (s) =>
    s
      .replace(/(?<!\*)(\*{1,3})(?![\s*])((?:[^*]|\*(?!\1))*?[^\s*])\1(?!\*)/g, '$2')
      .replace(/(?<![\p{L}\p{N}_])(_{1,3})(?![\s_])([^_]|[^_].*?[^\s_])\1(?![\p{L}\p{N}_])/gu, '$2')
      .replace(/(?<!~)(~~?)(?![\s~])([^~]*[^\s~])\1(?!~)/g, '$2'),
  )
  out = out.replace(/&(#?\w{1,8});/g, (whole, name) => ENTITIES.get(String(name)) ?? whole)
  return out.replace(/[\uE000-\uF8FF]/g, (c) => literals[c.charCodeAt(0) - 0xe000] ?? '').trim()
}

function trimCode(code: string): string {
  return code.length > 2 && code.startsWith(' ') && code.endsWith(' ') && code.trim() !== ''
    ? code.slice(1, -1)
    : code
}

function untilStable(text: string, step: (text: string) => string): string {
  let before = text
  for (let round = 0; round < 4; round++) {
    const after = step(before)
    if (after === before) break
    before = after
  }
  return before
}
