/** The languages of code files. `LANGUAGE_ALIASES` has the names. */

/** Languages by file ending, in lower case. The first is the file's own; standards for the others apply to it too. */
const BY_ENDING: Readonly<Record<string, readonly string[]>> = table({
  py: 'python',
  pyi: 'python',
  ipynb: 'python',
  go: 'go',
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  jsx: 'javascript',
  ts: 'typescript javascript',
  mts: 'typescript javascript',
  cts: 'typescript javascript',
  tsx: 'typescript javascript',
  vue: 'vue typescript javascript html css',
  svelte: 'svelte typescript javascript html css',
  astro: 'typescript javascript html css',
  rs: 'rust',
  java: 'java',
  jsp: 'java html',
  kt: 'kotlin',
  kts: 'kotlin',
  cs: 'csharp',
  csx: 'csharp',
  csproj: 'csharp',
  sln: 'csharp',
  razor: 'csharp html',
  cshtml: 'csharp html',
  fs: 'fsharp',
  fsx: 'fsharp',
  vb: 'visual-basic',
  bas: 'visual-basic',
  cpp: 'cpp',
  cc: 'cpp',
  cxx: 'cpp',
  hpp: 'cpp',
  hxx: 'cpp',
  hh: 'cpp',
  c: 'c',
  h: 'c cpp objective-c',
  m: 'objective-c matlab',
  mm: 'objective-c',
  rb: 'ruby',
  rake: 'ruby',
  gemspec: 'ruby',
  erb: 'ruby html',
  haml: 'ruby html',
  php: 'php',
  phtml: 'php html',
  swift: 'swift',
  sh: 'shell',
  bash: 'shell',
  zsh: 'shell',
  fish: 'shell',
  ksh: 'shell',
  bats: 'shell',
  ps1: 'powershell',
  psm1: 'powershell',
  psd1: 'powershell',
  sql: 'sql',
  html: 'html',
  htm: 'html',
  css: 'css',
  scss: 'css',
  sass: 'css',
  less: 'css',
  scala: 'scala',
  sbt: 'scala',
  dart: 'dart',
  ex: 'elixir',
  exs: 'elixir',
  heex: 'elixir html',
  eex: 'elixir html',
  erl: 'erlang',
  hrl: 'erlang',
  hs: 'haskell',
  ml: 'ocaml',
  mli: 'ocaml',
  clj: 'clojure',
  cljs: 'clojure',
  cljc: 'clojure',
  lua: 'lua',
  luau: 'lua',
  pl: 'perl',
  pm: 'perl',
  r: 'r',
  rmd: 'r',
  qmd: 'r python',
  jl: 'julia',
  mat: 'matlab',
  groovy: 'groovy',
  gradle: 'groovy',
  d: 'd',
  zig: 'zig',
  nim: 'nim',
  cr: 'crystal',
  f90: 'fortran',
  f95: 'fortran',
  f: 'fortran',
  cob: 'cobol',
  cbl: 'cobol',
  cpy: 'cobol',
  asm: 'assembly',
  s: 'assembly',
  sol: 'solidity',
  tf: 'terraform',
  tfvars: 'terraform',
  hcl: 'terraform',
  bicep: 'bicep',
  bicepparam: 'bicep',
  yaml: 'yaml',
  yml: 'yaml',
  graphql: 'graphql',
  gql: 'graphql',
  proto: 'protobuf',
  dockerfile: 'dockerfile',
  mk: 'makefile',
  wat: 'wasm',
  wasm: 'wasm',
  lisp: 'lisp',
  el: 'lisp',
  rkt: 'racket',
  pbtxt: 'protobuf',
  cls: 'apex',
  trigger: 'apex',
  kql: 'kusto',
})

/** Languages by whole file name, in lower case. */
const BY_NAME: Readonly<Record<string, readonly string[]>> = table({
  dockerfile: 'dockerfile',
  containerfile: 'dockerfile',
  'compose.yaml': 'dockerfile yaml',
  'compose.yml': 'dockerfile yaml',
  'docker-compose.yaml': 'dockerfile yaml',
  'docker-compose.yml': 'dockerfile yaml',
  '.dockerignore': 'dockerfile',
  makefile: 'makefile',
  gnumakefile: 'makefile',
  'cmakelists.txt': 'cpp c',
  'go.mod': 'go',
  'go.sum': 'go',
  'go.work': 'go',
  'cargo.toml': 'rust',
  'cargo.lock': 'rust',
  'rustfmt.toml': 'rust',
  'pyproject.toml': 'python',
  'setup.cfg': 'python',
  'requirements.txt': 'python',
  pipfile: 'python',
  'tox.ini': 'python',
  'package.json': 'javascript typescript',
  'package-lock.json': 'javascript typescript',
  '.npmrc': 'javascript typescript',
  'tsconfig.json': 'typescript',
  'jsconfig.json': 'javascript',
  'deno.json': 'typescript javascript',
  gemfile: 'ruby',
  'gemfile.lock': 'ruby',
  rakefile: 'ruby',
  '.rubocop.yml': 'ruby yaml',
  'composer.json': 'php',
  artisan: 'php',
  'pom.xml': 'java',
  'build.gradle': 'java groovy',
  'settings.gradle': 'java groovy',
  'build.gradle.kts': 'kotlin java',
  'settings.gradle.kts': 'kotlin java',
  jenkinsfile: 'groovy',
  'package.swift': 'swift',
  podfile: 'swift ruby',
  'pubspec.yaml': 'dart',
  'analysis_options.yaml': 'dart',
  'mix.exs': 'elixir',
  'nuget.config': 'csharp',
  'global.json': 'csharp',
  'directory.build.props': 'csharp',
  'directory.packages.props': 'csharp',
  'foundry.toml': 'solidity',
  description: 'r',
  '.rprofile': 'r',
  '.bashrc': 'shell',
  '.bash_profile': 'shell',
  '.zshrc': 'shell',
  '.profile': 'shell',
})

/** Endings and names of files of any of their languages: a header is for C or for C++. */
const SHARED: ReadonlySet<string> = new Set(
  'h m qmd package.json package-lock.json .npmrc deno.json build.gradle settings.gradle build.gradle.kts settings.gradle.kts podfile'.split(
    ' ',
  ),
)

/** Endings of data files, which say nothing beside others: `*.ts, *.json` are files of TypeScript. */
const DATA: ReadonlySet<string> = new Set('json jsonc json5 toml ini lock txt xml csv'.split(' '))

const NONE: readonly string[] = []

/** Returns the languages of a file by its name, its own first; empty for unknown names. */
export function languagesOfFile(name: string): readonly string[] {
  const lower = name.toLowerCase()
  const whole = ownValue(BY_NAME, lower)
  if (whole) return whole
  if (/^(?:dockerfile|containerfile)[.-]/.test(lower)) return ['dockerfile']
  if (lower.startsWith('makefile.')) return ['makefile']
  if (lower.endsWith('.blade.php')) return ['php', 'html']
  return ownValue(BY_ENDING, endingOf(lower)) ?? NONE
}

/** Returns the language that globs select, or `null` when they select files of several languages or of no known one. */
export function languageOfGlobs(globs: readonly string[]): string | null {
  let found: readonly string[] | null = null
  for (const glob of globs) {
    if (glob.startsWith('!')) continue
    for (const name of lastNamesOf(glob)) {
      const lower = name.toLowerCase()
      const languages = languagesOfFile(lower)
      if (languages.length === 0 && DATA.has(endingOf(lower))) continue
      const isShared = SHARED.has(lower) || SHARED.has(endingOf(lower))
      const own = isShared ? languages : languages.slice(0, 1)
      found = found === null ? own : found.filter((language) => own.includes(language))
      if (found.length === 0) return null
    }
  }
  // Headers alone do not tell C from C++.
  return found?.length === 1 ? (found[0] ?? null) : null
}

function endingOf(name: string): string {
  const dot = name.lastIndexOf('.')
  return dot === -1 ? '' : name.slice(dot + 1)
}

/** Returns the file names that a glob stands for: `src/*.{ts,tsx}` gives `*.ts` and `*.tsx`. */
function lastNamesOf(glob: string): readonly string[] {
  const group = /^([^{}]*)\{([^{}]*)\}([^{}]*)$/.exec(glob)
  if (!group) return [nameOf(glob)]
  return (group[2] ?? '').split(',').map((word) => nameOf(`${group[1]}${word.trim()}${group[3]}`))
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function table(words: Readonly<Record<string, string>>): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(Object.entries(words).map(([key, languages]) => [key, languages.split(' ')]))
}

function ownValue<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined
}
