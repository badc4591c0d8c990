const BEGINNINGS = ['re', 'con', 'de', 'pro', 'in', 'ex', 'sub', 'trans', 'over', 'under', 'inter', 'pre']
const MIDDLES = [
  'try',
  'tain',
  'ploy',
  'cess',
  'port',
  'form',
  'vert',
  'ject',
  'duct',
  'scribe',
  'spect',
  'tract',
]
const ENDINGS = ['', 's', 'ing', 'ed', 'er', 'or', 'able', 'ment', 'ion', 'ive', 'ness', 'less']

/** 1,728 words that look like words, in a fixed order. */
export const VOCABULARY: readonly string[] = ENDINGS.flatMap((ending) =>
  MIDDLES.flatMap((middle) => BEGINNINGS.map((beginning) => beginning + middle + ending)),
)
