import type {
  AppliedRule,
  AppliedSection,
  AppliedStandard,
  AppliedStandards,
  ForFilesQuestion,
} from '../../../src-shared/contract/applied-standards.ts'
import {
  type Application,
  appliesTo,
  type CodeFile,
  codeFileOf,
  type StandardScope,
} from '../../../src-shared/standard/applies.ts'
import { type Demand, demandsOf } from '../../../src-shared/standard/demands.ts'
import { domainOf } from '../../../src-shared/standard/facet-lookup.ts'
import { sectionSlugs } from '../../../src-shared/standard/slug.ts'
import { estimateTokens } from '../../../src-shared/tokens.ts'
import { byDepth } from './by-depth.ts'
import type { IndexReader, TextRow } from './index-reader.ts'
import type { ScopedStandard, ScopeTable } from './scope-table.ts'

/** Tokens of rules and sections together. With ids, titles and marks, an answer has at most 2,000. */
const BUDGET = 1_500
/** Of these, so many are for rules first. */
const RULES_FIRST = 950
const MAX_STANDARDS = 10
const MAX_SECTIONS = 6
/** Without a task, and when it finds nothing. */
const MAX_SECTIONS_UNASKED = 2
const MAX_PATHS_READ = 50
/** Rules of each standard in the first round, the nearest standard first. */
const QUOTAS = [14, 8, 6, 5, 4, 3] as const
const LAST_QUOTA = 2
/** Tokens of a line beside its text. */
const LINE = 5
const MAX_RULE_LENGTH = 240

interface Ranked {
  readonly standard: ScopedStandard
  readonly why: string
  /** True when neither globs nor folders nor the task say that it applies, but the language of the file. */
  readonly isByLanguage: boolean
  readonly specificity: number
  readonly paths: readonly number[]
}

/** A standard whose text has been read. */
interface Candidate extends Ranked {
  readonly row: TextRow
  readonly slugs: readonly string[]
  /** The strictest first, in their order in the text. */
  readonly demands: readonly Demand[]
}

/** Finds the standards that apply to files, with as many of their rules and sections as fit into the budget. */
export function standardsFor(
  index: IndexReader,
  table: ScopeTable,
  question: ForFilesQuestion,
): AppliedStandards {
  const files = question.paths.slice(0, MAX_PATHS_READ).map((path) => codeFileOf(path, question.workspaces))
  const task = question.task?.trim() ?? ''
  const hits = task === '' ? [] : index.search(task, { limit: 50 }).matches
  const docsOfTask = [...new Set(hits.map(({ doc }) => doc))]
  const ranked = rank(table.read(index), files, task, index.copies(), docsOfTask)
  const candidates = ranked.slice(0, MAX_STANDARDS).flatMap((each) => candidateOf(index, each))
  const plan = new Plan(candidates)
  plan.addRules(RULES_FIRST, true)
  plan.addSections(hits)
  plan.addRules(BUDGET, false)
  return {
    paths: files.map(({ path, isRelative }, at) => (isRelative ? path : (question.paths[at] ?? path))),
    standards: plan.standards(files.length),
    sections: plan.sections,
    total: ranked.length,
  }
}

/** Orders the standards that apply to any of the files, the nearest first. */
function rank(
  standards: Iterable<ScopedStandard>,
  files: readonly CodeFile[],
  task: string,
  copies: ReadonlyMap<string, string | null>,
  docsOfTask: readonly number[],
): Ranked[] {
  const filesOfTask = task === '' ? null : files.map((file) => withTask(file, task))
  const bonuses = new Map(docsOfTask.map((doc, at) => [doc, TASK_HIT * (1 - at / docsOfTask.length)]))
  const ranked: Ranked[] = []
  const topicsOfOwn = new Set<string | null>()
  for (const standard of standards) {
    const nearest = nearestFile(standard.scope, files, filesOfTask)
    if (nearest === null) continue
    const { application, isByTask, paths } = nearest
    const own = files[paths[0] ?? 0]?.languages[0]
    if (standard.language !== null && standard.language === own) topicsOfOwn.add(standard.domain)
    ranked.push({
      standard,
      why: isByTask ? `task: ${standard.domain ?? application.because}` : whyText(application),
      isByLanguage: application.why === 'language' && !isByTask,
      specificity: application.specificity + (bonuses.get(standard.doc) ?? 0),
      paths,
    })
  }
  const isOfOther = ({ language }: ScopedStandard) =>
    language !== null && files.every((file) => file.languages[0] !== language)
  const placeOf = ({ standard, specificity, isByLanguage }: Ranked) => {
    const isCovered = isByLanguage && isOfOther(standard) && topicsOfOwn.has(standard.domain)
    return isCovered ? specificity + COVERED : specificity
  }
  const isCopy = ({ standard }: Ranked) => (copies.has(standard.id) ? 1 : 0)
  return ranked.sort(
    (a, b) => isCopy(a) - isCopy(b) || placeOf(b) - placeOf(a) || byDepth(a.standard, b.standard),
  )
}

/** Returns how a standard applies to the file that it is nearest to, and the indices of all files that it applies to. */
function nearestFile(
  scope: StandardScope,
  files: readonly CodeFile[],
  filesOfTask: readonly CodeFile[] | null,
): { readonly application: Application; readonly isByTask: boolean; readonly paths: number[] } | null {
  let nearest: { readonly application: Application; readonly isByTask: boolean } | null = null
  const paths: number[] = []
  for (const [at, file] of files.entries()) {
    const plain = appliesTo(scope, file)
    const fileOfTask = filesOfTask?.[at]
    const byTask = fileOfTask ? appliesByTask(scope, file, fileOfTask) : null
    const isByTask = byTask !== null && (plain === null || byTask.specificity > plain.specificity)
    const application = isByTask ? byTask : plain
    if (application === null) continue
    paths.push(at)
    if (nearest === null || application.specificity > nearest.application.specificity)
      nearest = { application, isByTask }
  }
  return nearest && { ...nearest, paths }
}

/** Added to the best hit of the task in a search, and less to those after it. */
const TASK_HIT = 240

/** For a standard on a language that the file's own is a variant of, where the file's own language has a standard on the same. */
const COVERED = -1_550

/** A standard on the topic of the task applies also where its globs name other files: tests are written for `src/orders.ts`. */
function appliesByTask(scope: StandardScope, file: CodeFile, fileOfTask: CodeFile): Application | null {
  const found = appliesTo(scope, fileOfTask)
  if (found !== null || scope.globs.length === 0 || scope.domain === null) return found
  const isOfTask = fileOfTask.domains.has(scope.domain) && !file.domains.has(scope.domain)
  return isOfTask ? appliesTo({ ...scope, globs: [] }, fileOfTask) : null
}

/** The file with what the task says about it, as if its folders said it. */
function withTask(file: CodeFile, task: string): CodeFile {
  const words = task.toLowerCase().match(/[\p{L}\p{N}+#]{2,}/gu) ?? []
  const pairs = words.map((word, at) => `${word} ${words[at + 1] ?? ''}`.trim())
  const domains = new Map(file.domains)
  for (const word of [...pairs, ...words]) {
    const domain = domainOf(word)
    if (domain !== null && !domains.has(domain)) domains.set(domain, word)
  }
  return { ...file, domains, words: new Set([...file.words, ...words]) }
}

function whyText({ why, because }: Application): string {
  return because === '' ? why : `${why} ${because}`
}

const STRENGTHS = ['must', 'should', 'may'] as const

function candidateOf(index: IndexReader, ranked: Ranked): Candidate[] {
  const row = index.text(ranked.standard.doc)
  if (!row) return []
  const demands = demandsOf(row.text, row.sections)
  const sorted = STRENGTHS.flatMap((strength) => demands.filter((demand) => demand.strength === strength))
  return [{ ...ranked, row, slugs: sectionSlugs(row.sections), demands: sorted }]
}

/** Chooses what an answer has room for. */
class Plan {
  readonly sections: AppliedSection[] = []
  readonly #candidates: readonly Candidate[]
  readonly #chosen = new Map<Candidate, Set<Demand>>()
  #tokens = 0

  constructor(candidates: readonly Candidate[]) {
    this.#candidates = candidates
    for (const candidate of candidates) this.#chosen.set(candidate, new Set())
  }

  /** @param hasQuota so that the nearest standard leaves room for the next ones */
  addRules(budget: number, hasQuota: boolean): void {
    for (const [at, candidate] of this.#candidates.entries()) {
      const chosen = this.#chosenOf(candidate)
      const quota = hasQuota ? (QUOTAS[at] ?? LAST_QUOTA) : Number.POSITIVE_INFINITY
      for (const demand of candidate.demands) {
        if (chosen.size >= quota) break
        if (chosen.has(demand)) continue
        const tokens = estimateTokens(shorten(demand.text)) + LINE
        if (this.#tokens + tokens > budget) return
        this.#tokens += tokens
        chosen.add(demand)
      }
    }
  }

  /** Adds sections that the task finds, then those of the nearest standards that are more than rules. */
  addSections(hits: readonly { readonly doc: number; readonly ordinal: number }[]): void {
    const found = hits.flatMap(({ doc, ordinal }) => {
      const candidate = this.#candidates.find(({ standard }) => standard.doc === doc)
      return candidate ? [{ candidate, ordinal }] : []
    })
    const first = this.#candidates
      .slice(0, 1)
      .flatMap((candidate) => candidate.row.sections.map((_, ordinal) => ({ candidate, ordinal })))
    const seen = new Set<string>()
    for (const { candidate, ordinal } of [...found, ...first]) {
      if (this.sections.length >= (found.length > 0 ? MAX_SECTIONS : MAX_SECTIONS_UNASKED)) return
      const key = `${candidate.standard.doc} ${ordinal}`
      if (seen.has(key)) continue
      seen.add(key)
      const text = this.#restOfSection(candidate, ordinal)
      const tokens = estimateTokens(text) + 4 * LINE
      if (text.length < MIN_SECTION || this.#tokens + tokens > BUDGET) continue
      this.#tokens += tokens
      this.sections.push({
        id: candidate.standard.id,
        section: candidate.slugs[ordinal] ?? '',
        heading: candidate.row.sections[ordinal]?.heading ?? '',
        text,
      })
    }
  }

  standards(files: number): AppliedStandard[] {
    return this.#candidates.map((candidate) => {
      const { standard, why, paths, demands, slugs } = candidate
      const chosen = this.#chosenOf(candidate)
      const rules = demands.flatMap((demand): AppliedRule[] => {
        if (!chosen.has(demand)) return []
        const { text, strength, section } = demand
        return [{ text: shorten(text), strength, section: slugs[section] ?? '' }]
      })
      return {
        id: standard.id,
        title: standard.title,
        why,
        ...(paths.length < files && { paths }),
        rules,
        moreRules: demands.length - rules.length,
      }
    })
  }

  /** The text of a section without its heading and without the rules that are in the answer. */
  #restOfSection(candidate: Candidate, ordinal: number): string {
    const section = candidate.row.sections[ordinal]
    if (section === undefined) return ''
    const shown = [...this.#chosenOf(candidate)]
      .filter((demand) => demand.section === ordinal)
      .sort((a, b) => a.start - b.start)
    const { text } = candidate.row
    let rest = ''
    let at = section.start
    for (const { start, stop } of shown) {
      rest += text.slice(at, start)
      at = stop
    }
    rest += text.slice(at, section.stop)
    const body = section.level === 0 ? rest : rest.replace(/^[^\n]*\n?(?:[ \t]*(?:=+|-+)[ \t]*\n)?/, '')
    return body
      .replace(/\r\n?/g, '\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim()
  }

  #chosenOf(candidate: Candidate): Set<Demand> {
    return this.#chosen.get(candidate) ?? new Set()
  }
}

/** A shorter text explains nothing. Characters. */
const MIN_SECTION = 40

/** Cuts a long rule after a sentence or a word. */
function shorten(text: string): string {
  if (text.length <= MAX_RULE_LENGTH) return text
  const sentence = text.slice(0, MAX_RULE_LENGTH).lastIndexOf('. ')
  if (sentence > MAX_RULE_LENGTH / 3) return text.slice(0, sentence + 1)
  const word = text.lastIndexOf(' ', MAX_RULE_LENGTH)
  return `${text.slice(0, word > 0 ? word : MAX_RULE_LENGTH)} …`
}
