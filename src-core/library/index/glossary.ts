import { isCjk, withoutAccents } from '../../base/fold.ts'
import { once } from '../../base/once.ts'
import { GLOSSARY_TERMS } from './glossary-terms.ts'

// Words of questions in German, French, Spanish, Portuguese, Italian and Dutch that say nothing about their subject, and are no
// English words.
const FOREIGN_FILLER: ReadonlySet<string> = new Set(
  `aber als auch auf aus bei beim bitte damit dann das dass dem den der des die diese dieser dieses dürfen ein eine einem einen einer eines
  es für gehe gehen geht gibt haben ich ihr im immer ist kann kein keine können mache machen mit muss müssen nach nicht nie nur oder ohne sich sie sind
  soll sollen sollte sollten über um und uns unser unsere unter verhindern verhindere vermeiden vermeide verwenden verwende vom von vor wann warum was
  welche welcher welches wenn werden wie wir wird wo zu zum zur zwischen
  au aux avec ce ces cette chaque comment dans de depuis des doit doivent du elle elles en entre est et être eviter éviter faire faut il ils je la le les
  leur leurs lors mais ne nos notre nous ou où par pas peut peuvent plus pour pourquoi quand que quel quelle quelles quels qui quoi sans ses sont sous sur
  toujours un une utiliser vers vos votre vous
  al algunas algunos como cómo con cual cuál cuales cuáles cuando cuándo debe deben debemos debería del desde donde dónde el ella entre es esta este esto
  evitar hacer hay la las lo los más muy nuestra nuestro pero por porque puede puedo que qué se según ser si sin sobre su sus también una unas uno unos usar y
  ao aos às com da das deve devem devemos dos é em estas este isso isto já mais mas meu na nas não nem nos nossa nosso ou para pela pelo por porquê posso qual
  quais quando são sem ser seu sua também um uma umas uns você
  agli ai alla alle allo anche che chi ci come cosa cui dai dal dalla degli dei del della delle dello deve devono di dobbiamo dove è essere fare gli ha
  il la le li lo ma mio ne nei nel nella nelle non nostra nostro o perché più può quale quali quando quello questa questo senza si sono su sul sulla tra un una uno usare
  aan als bij dat deze dit dus een en er gebruiken geen had heb hebben hebt het hoe hun ik ja je jij kan kunnen maar met mijn moet moeten na naar niet nog nu of om
  onder ons onze ook op over te tegen tot uit van veel voor voorkomen waar waarom wanneer wat welke wie wij worden wordt zich zij zijn zonder zou`
    .split(/\s+/)
    .map(withoutAccents),
)

const CJK_FILLER =
  /如何|怎么|怎样|什么|应该|为什么|防止|避免|我们|是否|可以|使用|哪些|どうやって|どのように|なぜ|いつ|べき|ですか|ますか|する|方法は|어떻게|무엇|왜|언제|방법|해야|합니까|하나요/gu

/** A word of these languages has endings of the plural and of cases, which are cut from longer words. */
const ENDING = /(?:en|es|er|em|ns|n|e|s|a|o|i)$/
const MIN_STEM = 5

const tables = once(() => {
  const words = new Map<string, string[]>()
  const stems = new Map<string, string[]>()
  const cjk: [word: string, english: string][] = []
  const add = (table: Map<string, string[]>, key: string, meaning: string) => {
    const meanings = table.get(key) ?? []
    if (!meanings.includes(meaning)) table.set(key, [...meanings, meaning])
  }
  for (const line of GLOSSARY_TERMS.trim().split('\n')) {
    const [english = '', rest = ''] = line.split('|')
    for (const foreign of rest.split(/[;,]/)) {
      if (isCjk(foreign)) {
        cjk.push([foreign.replaceAll(' ', ''), english])
        continue
      }
      const word = withoutAccents(foreign)
      if (word === english) continue
      add(words, word, english)
      add(stems, stemOfPhrase(word), english)
    }
  }
  // The longest word first, so that 错误处理 is not read as 错误.
  cjk.sort((a, b) => b[0].length - a[0].length)
  return { words, stems, cjk }
})

/** Returns the English words for a word or phrase, in lower case, of another language. Words are compared without accents. */
export function englishFor(phrase: string): readonly string[] {
  const plain = withoutAccents(phrase)
  return tables().words.get(plain) ?? (plain.includes(' ') ? englishForInflected(plain) : [])
}

/** The same for a word with an ending that the glossary does not have. It may be a word of another language with that stem. */
export function englishForInflected(word: string): readonly string[] {
  return tables().stems.get(stemOfPhrase(withoutAccents(word))) ?? []
}

/** Returns the English words for the words in a run of Chinese, Japanese or Korean text, in the order of the text. */
export function englishForCjk(run: string): string[] {
  const found = new Map<string, number>()
  let rest = run.replace(CJK_FILLER, ' ')
  for (const [word, meaning] of tables().cjk) {
    const at = rest.indexOf(word)
    if (at === -1) continue
    if (!found.has(meaning)) found.set(meaning, at)
    rest = rest.replaceAll(word, ' '.repeat(word.length))
  }
  return [...found].sort((a, b) => a[1] - b[1]).map(([meaning]) => meaning)
}

/** Returns true for words such as `wie` and `pour`, which demand nothing in a question in their language. */
export function isForeignFiller(word: string): boolean {
  return FOREIGN_FILLER.has(withoutAccents(word))
}

function stemOfPhrase(phrase: string): string {
  return phrase
    .split(/[^\p{L}]+/u)
    .map(stemOf)
    .join(' ')
}

function stemOf(word: string): string {
  const stem = word.replace(ENDING, '')
  return stem === word || stem.length < MIN_STEM ? word : stemOf(stem)
}
