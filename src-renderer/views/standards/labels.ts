/** Names of languages that differ from the capitalised word. */
const LANGUAGES: Readonly<Record<string, string>> = {
  all: 'All languages',
  c: 'C',
  cobol: 'COBOL',
  cpp: 'C++',
  csharp: 'C#',
  css: 'CSS',
  fsharp: 'F#',
  graphql: 'GraphQL',
  html: 'HTML',
  javascript: 'JavaScript',
  matlab: 'MATLAB',
  'objective-c': 'Objective-C',
  ocaml: 'OCaml',
  php: 'PHP',
  powershell: 'PowerShell',
  sql: 'SQL',
  typescript: 'TypeScript',
  'visual-basic': 'Visual Basic',
  wasm: 'WebAssembly',
  yaml: 'YAML',
}

/** The name of a language; `''` stands for all languages. */
export function languageLabel(language: string): string {
  if (language === '') return 'All languages'
  return LANGUAGES[language] ?? language.charAt(0).toUpperCase() + language.slice(1)
}

/** The name of a domain; `''` stands for all domains. */
export function domainLabel(domain: string): string {
  return domain === '' ? 'All domains' : domain
}

/** Problem codes in two or three words. */
const PROBLEMS: Readonly<Record<string, string>> = {
  'conflict-copy': 'Conflict copy',
  'empty-file': 'Empty file',
  'file-too-large': 'Too large',
  'file-unreadable': 'Cannot be read',
  'file-unseen': 'Not seen yet',
  'folder-emptied': 'Drive not connected',
  'folder-named-like-standard': 'A folder, no file',
  'folder-unreadable': 'Folder unreadable',
  'front-matter-asterisk': 'Bare asterisk',
  'front-matter-colon': 'Bare colon',
  'front-matter-indented': 'Indented front matter',
  'front-matter-json': 'Broken JSON',
  'front-matter-not-keys': 'No keys',
  'front-matter-open-quote': 'Open quote',
  'front-matter-source': 'Broken front matter',
  'front-matter-tab': 'Tab in YAML',
  'front-matter-too-long': 'Long front matter',
  'front-matter-unclosed': 'Unclosed front matter',
  'front-matter-yaml': 'Front matter',
  'invalid-utf8': 'Not UTF-8',
  'language-type': 'Language',
  'link-skipped': 'Link left out',
  'name-clash': 'Same name',
  'no-text': 'No text',
  'nul-bytes': 'Not a text',
  'second-front-matter': 'Two front matters',
  'tags-type': 'Tags',
  'title-type': 'Title',
  'utf-16': 'UTF-16',
}

/** A problem code in words. */
export function problemLabel(code: string): string {
  const words = code.replaceAll('-', ' ')
  return PROBLEMS[code] ?? words.charAt(0).toUpperCase() + words.slice(1)
}
