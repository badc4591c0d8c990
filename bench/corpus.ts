import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DOMAINS, LANGUAGES, NATURAL_LANGUAGES, type NaturalLanguage } from './corpus-words.ts'

/** A term that occurs in exactly one section of each of `ids`, and nowhere else. */
interface PlantedTerm {
  readonly term: string
  readonly ids: ReadonlySet<string>
}

/** A library of generated standards. */
export interface Corpus {
  readonly root: string
  /** Ids (paths relative to `root`, `/`-separated), in the order they were written. */
  readonly ids: readonly string[]
  readonly bytes: number
  readonly planted: readonly PlantedTerm[]
}

/** Artificial terms and the share of the files that contain each, at least `least` files. */
const PLANTED: readonly { readonly term: string; readonly share: number; readonly least: number }[] = [
  { term: 'zephyrquartz', share: 0, least: 3 },
  { term: 'kelpvantage', share: 0.01, least: 1 },
  { term: 'ambercompass', share: 0.1, least: 1 },
  { term: '麒麟岬角', share: 0.01, least: 1 },
  { term: 'reconnect_with_jitter', share: 0.01, least: 1 },
  { term: 'vaultkeeper.openSealed()', share: 0.005, least: 1 },
]

const BYTES = 8 * 1024
/** As many as real standards have: 17 is the mean of 1,390 in ten public repositories. */
const SECTIONS = 17
// Real text has many words that occur once or twice, and these make up most of an index.
const TAIL_WORDS = 3_000

/**
 * Writes `docs` standards of about 8 KB under `root`: five natural languages, five programming languages by five
 * domains as folders, front matter, headings of two levels, lists, tasks and fenced code. The same arguments give the
 * same bytes on every machine.
 */
export function writeCorpus(root: string, docs: number, seed = 20_261): Corpus {
  const random = createRandom(seed)
  const vocabularies = NATURAL_LANGUAGES.map((natural) => vocabularyOf(natural, random))
  const planted = PLANTED.map(({ term, share, least }, at) => ({
    term,
    places: spread(docs, Math.min(docs, Math.max(least, Math.round(docs * share))), at * 5 + 2),
    ids: new Set<string>(),
  }))
  const ids: string[] = []
  let bytes = 0
  for (let i = 0; i < docs; i++) {
    const natural = NATURAL_LANGUAGES[i % NATURAL_LANGUAGES.length]
    const vocabulary = vocabularies[i % NATURAL_LANGUAGES.length]
    if (!natural || !vocabulary) throw new Error('There is no vocabulary.')
    const id = idOf(i, natural)
    const here = planted.filter(({ places }) => places.has(i))
    for (const { ids } of here) ids.add(id)
    const text = writeStandard(
      i,
      natural,
      vocabulary,
      here.map(({ term }) => term),
      random,
    )
    const file = join(root, id)
    if (i < LANGUAGES.length * DOMAINS.length * NATURAL_LANGUAGES.length)
      mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
    ids.push(id)
    bytes += Buffer.byteLength(text)
  }
  return { root, ids, bytes, planted: planted.map(({ term, ids }) => ({ term, ids })) }
}

function idOf(i: number, { code }: NaturalLanguage): string {
  const language = LANGUAGES[Math.floor(i / NATURAL_LANGUAGES.length) % LANGUAGES.length]
  const domain = DOMAINS[Math.floor(i / NATURAL_LANGUAGES.length / LANGUAGES.length) % DOMAINS.length]
  return `${language}/${domain}/${code}-${String(i).padStart(6, '0')}.md`
}

type Random = () => number

interface Vocabulary {
  word(): string
  /** Returns a frequent content word, for titles and tags. */
  topic(): string
}

function writeStandard(
  i: number,
  natural: NaturalLanguage,
  vocabulary: Vocabulary,
  terms: readonly string[],
  random: Random,
): string {
  const { headings, space, stop } = natural
  const int = (below: number) => Math.floor(random() * below)
  const sentence = () => {
    const words = Array.from({ length: 7 + int(12) }, vocabulary.word).join(space)
    return words.charAt(0).toUpperCase() + words.slice(1) + stop
  }
  const paragraph = () => Array.from({ length: 2 + int(4) }, sentence).join(space)
  // Short enough that a file of about 8 KB has as many sections as it should.
  const brief = () => Array.from({ length: 1 + int(3) }, sentence).join(space)
  const day = (from: number) => new Date(Date.UTC(2024, 0, from + int(500))).toISOString()
  const title = `${[vocabulary.topic(), vocabulary.topic(), vocabulary.topic()].join(space)} ${i + 1}`

  let text = [
    '---',
    `title: "${title}"`,
    `description: "${sentence()}"`,
    `tags: [${natural.code}, ${vocabulary.topic().toLowerCase()}, ${vocabulary.topic().toLowerCase()}]`,
    `createdAt: ${day(1)}`,
    `updatedAt: ${day(600)}`,
    '---',
    '',
    `# ${title}`,
    '',
    paragraph(),
    '',
  ].join('\n')
  let size = Buffer.byteLength(text)
  const pending = [...terms]
  let sections = 1
  for (let part = 0; sections < SECTIONS || pending.length > 0; part++) {
    const again = Math.floor(part / headings.length)
    // A file that is shorter than the others so far gets longer sections.
    const isBehind = size < (BYTES * sections) / SECTIONS
    const some = isBehind ? paragraph : brief
    let more = `\n## ${headings[part % headings.length]}${again > 0 ? ` ${again + 1}` : ''}\n\n${some()}\n`
    sections++
    const term = pending.pop()
    if (term !== undefined) more += `\n${sentence()} ${term} ${sentence()}\n`
    const kind = int(8)
    if (kind === 0)
      more += `\n${Array.from({ length: 4 }, () => `- [${int(3) ? ' ' : 'x'}] ${sentence()}`).join('\n')}\n`
    else if (kind === 1) more += `\n${Array.from({ length: 4 }, () => `- ${sentence()}`).join('\n')}\n`
    else if (kind === 2) more += `\n${fence(int)}\n`
    else if (kind < 5 && sections < SECTIONS) {
      more += `\n### ${vocabulary.topic()}\n\n${some()}\n`
      sections++
    }
    text += more
    size += Buffer.byteLength(more)
  }
  return text
}

function fence(int: (below: number) => number): string {
  const name = `loadItem${int(400)}`
  return [
    '```ts',
    `# not a heading, but a line of code ${int(1000)}`,
    `export function ${name}(input_value: string) {`,
    `  return fetch_rows(input_value, ${int(100_000)})`,
    '}',
    '```',
  ].join('\n')
}

function vocabularyOf({ words, syllables, code }: NaturalLanguage, random: Random): Vocabulary {
  const int = (below: number) => Math.floor(random() * below)
  const tail = Array.from({ length: TAIL_WORDS }, () =>
    Array.from({ length: code === 'zh' ? 2 : 2 + int(3) }, () => syllables[int(syllables.length)]).join(''),
  )
  const all = [...words, ...tail]
  // Zipf's law: the n-th word occurs 1/n as often as the first.
  const sums: number[] = []
  let sum = 0
  for (let rank = 0; rank < all.length; rank++) {
    sum += 1 / (rank + 6)
    sums.push(sum)
  }
  const topics = words.slice(30)
  return {
    word() {
      const wanted = random() * sum
      let low = 0
      let high = sums.length - 1
      while (low < high) {
        const middle = (low + high) >> 1
        if ((sums[middle] ?? 0) < wanted) low = middle + 1
        else high = middle
      }
      return all[low] ?? ''
    },
    topic: () => topics[int(topics.length)] ?? '',
  }
}

/** Chooses `count` of `docs` numbers, one from each of `count` equal ranges, so that every language gets its share. */
function spread(docs: number, count: number, shift: number): ReadonlySet<number> {
  const stretch = Math.max(1, Math.floor(docs / count))
  return new Set(
    Array.from({ length: count }, (_, i) => Math.floor((i * docs) / count) + ((i * 7 + shift) % stretch)),
  )
}

/** mulberry32: a small, fast generator with the same numbers on every machine. */
function createRandom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
