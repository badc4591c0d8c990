/** Words that names of ours do not use, and the word that they use instead. CONTRIBUTING.md has the glossary. */
const REPLACED: readonly (readonly [word: string, instead: string, where?: RegExp])[] = [
  ['shelf', 'standards list'],
  ['catalogue', 'library'],
  ['catalogued', 'library'],
  ['door', 'server or upgrade handler'],
  ['desk', 'manager, queue or throttle'],
  ['mend', 'fix, or repair for a client entry'],
  ['mended', 'fixed, or repaired'],
  ['mending', 'fix'],
  ['sweep', 'full scan'],
  ['kept', 'cached, saved or stored'],
  ['tend', 'maintain'],
  ['tender', 'retention'],
  ['keeper', 'maintenance'],
  ['seal', 'compact'],
  ['sealed', 'compacted'],
  ['sealer', 'compactor'],
  ['touches', 'references'],
  ['touched', 'referenced'],
  ['told', 'notified or sent'],
  ['hear', 'acknowledge'],
  ['heard', 'acknowledged'],
  ['alarm', 'timer'],
  ['lane', 'channel'],
  ['hub', 'channel'],
  ['era', 'protocol generation'],
  ['eras', 'protocol generations'],
  ['hump', 'camelCase part'],
  ['unspaced', 'CJK'],
  ['inbox', 'message decoder'],
  ['refuse', 'reject'],
  ['refused', 'rejected'],
  ['refusal', 'rejection or error response'],
  ['refusals', 'rejections'],
  ['born', 'index id'],
  ['stash', 'draft'],
  ['stashed', 'saved as a draft'],
  ['announce', 'notify'],
  ['chunk', 'segment', /^src-core\/activity\//],
  ['chunks', 'segments', /^src-core\/activity\//],
  ['kind', 'request type', /^src-core\/activity\//],
  ['kinds', 'request types', /^src-core\/activity\//],
]

/** Phrases of several words, in camelCase or with hyphens. */
const REPLACED_PHRASES: readonly (readonly [phrase: string, instead: string])[] = [
  ['askagain', 'replay'],
  ['owncall', 'window call'],
  ['leansdk', 'strip unused schemas'],
  ['lastingserver', 'server copy'],
  ['windowplace', 'window state'],
  ['smallenvironment', 'minimal environment'],
  ['vetoutside', 'check external link'],
  ['codelook', 'editor theme'],
  ['cardwords', 'card labels'],
  ['stepwords', 'step label'],
  ['lookat', 'check or inspect'],
  ['ringin', 'start'],
]

/** Pronouns and question words say nothing of the thing that they stand for. */
const NOT_A_NAME = new Set(['what', 'who', 'whom', 'one', 'each', 'told', 'look', 'tell'])

/** Names that cannot change: those of other people's interfaces, and keys of files that people have. */
const FOREIGN = new Set([
  // Mocha and vitest.
  'each',
  // The SDK's server factory, by which a server learns which generation a client speaks.
  'era',
  // The references in exported activity.
  'touched',
])

function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z\d])([A-Z])|([A-Z])(?=[A-Z][a-z])/g, '$1$3 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
}

/** What is wrong with a name in a file; `null` when nothing is. */
export function complaint(name: string, file: string): string | null {
  if (FOREIGN.has(name)) return null
  if (NOT_A_NAME.has(name)) return `${file}: "${name}" does not name the thing`
  const words = wordsOf(name)
  for (const [word, instead, where] of REPLACED)
    if ((where?.test(file) ?? true) && words.includes(word)) return `${file}: "${name}": say ${instead}`
  const joined = words.join('')
  for (const [phrase, instead] of REPLACED_PHRASES)
    if (joined.includes(phrase)) return `${file}: "${name}": say ${instead}`
  return null
}
