const split = (text: string) => text.trim().split(/\s+/)

/** Words of questions that say nothing about their subject. */
const FILLER: ReadonlySet<string> = new Set(
  split(`a about all allowed also always am an and any are as ask at avoid be been being but by can cannot could did do does doing
    don done each either etc every for from get gets give had has have having how i if in instead into is it its just let make
    makes making may me might must my need needed needs never no not of off ok okay on one only onto or our ours out please put
    regarding shall should so some such tell than that the their them then there these they thing things this those through to
    too us use used using very via want was way ways we were what when where whether which while who whom whose why will with
    within without would you your good better like look looks right properly correctly deal happen happens work works write writing isn aren wasn doesn didn won shouldn couldn wouldn hasn haven`),
)

/** Words that every standard is described with. They say nothing in a library of standards, unless nothing else is asked. */
const GENRE: ReadonlySet<string> = new Set(
  split(`standard standards rule rules convention conventions guideline guidelines guide guides guidance coding best practice
    practices policy policies say`),
)

/** Returns true for a word that a section need not hold to answer a question with other words. Takes lower case. */
export function isFiller(word: string): boolean {
  return FILLER.has(word) || GENRE.has(word)
}
