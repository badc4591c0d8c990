import { describe, expect, it } from 'vitest'
import { headingText } from './heading-text.ts'

describe('headingText', () => {
  it.each([
    ['Plain words', 'Plain words'],
    ['**Bold** and *italic* and ***both***', 'Bold and italic and both'],
    ['__Bold__ and _italic_', 'Bold and italic'],
    ['keep snake_case_names and __init__.py', 'keep snake_case_names and init.py'],
    ['`__init__` and `a*b*c`', '__init__ and a*b*c'],
    ['`` a ` b ``', 'a ` b'],
    ['2 * 3 * 4', '2 * 3 * 4'],
    ['[text](https://x.y/a_(b) "title") and [ref][1] and [none]', 'text and ref and [none]'],
    ['[`code` in **link**](url)', 'code in link'],
    ['![alt](i.png) [![badge](b.svg)](url)', 'alt badge'],
    ['<a name="x"></a>Named <kbd>Ctrl</kbd>', 'Named Ctrl'],
    ['Prefer List<String> over List', 'Prefer List<String> over List'],
    ['\\*not italic\\* \\# \\_', '*not italic* # _'],
    ['~~old~~ new', 'old new'],
    ['Q&amp;A &lt;T&gt; &unknown; R&D', 'Q&A <T> &unknown; R&D'],
    ['<https://example.com/a_b_c>', 'https://example.com/a_b_c'],
    ['**bold with `code*` in it**', 'bold with code* in it'],
    ['unclosed **bold and `code', 'unclosed **bold and `code'],
    ['', ''],
  ])('%s', (raw, text) => expect(headingText(raw)).toBe(text))

  it('keeps the markup of headings over 1,000 characters', () => {
    const raw = '**a** '.repeat(1000).trim()
    expect(headingText(raw)).toBe(raw)
  })
})
