import { markdown, markdownLanguage } from '@codemirror/lang-markdown'
import { yamlFrontmatter } from '@codemirror/lang-yaml'
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { languages } from '@codemirror/language-data'
import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { styleNonce } from '../../../nonce.ts'

const layout = EditorView.theme({
  '&': { height: '100%', fontSize: '12.5px', backgroundColor: 'var(--panel)', color: 'var(--text-1)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': {
    fontFamily: 'var(--mantine-font-family-monospace)',
    fontVariantLigatures: 'none',
    lineHeight: '19px',
  },
  '.cm-content': { padding: '8px 0 40px', caretColor: 'var(--accent)' },
  '.cm-line': { padding: '0 12px 0 2px' },
  '.cm-cursor': { borderLeft: '2px solid var(--accent)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: 'var(--mine-word)',
  },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine': { backgroundColor: 'var(--mine-row)' },
  '&.cm-focused .cm-activeLineGutter': { color: 'var(--text-1)' },
  '.cm-gutters': { border: 0, backgroundColor: 'var(--panel)', color: 'var(--text-3)' },
  '.cm-lineNumbers .cm-gutterElement': { minWidth: '26px', padding: '0 2px 0 8px', fontSize: '12px' },
  '.cm-panels': { backgroundColor: 'var(--sunken)', color: 'var(--text-1)', borderColor: 'var(--line)' },
  '.cm-panels-top': { borderBottom: '1px solid var(--line)' },
  '.cm-panels-bottom': { borderTop: '1px solid var(--line)' },
  '.cm-panel.cm-search': { padding: '6px 12px', fontSize: '12px' },
  '.cm-textfield': {
    border: '1px solid var(--control-line)',
    borderRadius: '4px',
    background: 'var(--raised)',
  },
  '.cm-button': {
    border: '1px solid var(--control-line)',
    borderRadius: '4px',
    background: 'var(--raised)',
    backgroundImage: 'none',
  },
  '.cm-searchMatch': { backgroundColor: 'var(--theirs-word)' },
  '.cm-selectionMatch': { backgroundColor: 'var(--selected)' },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--selected)' },
})

const colours = HighlightStyle.define([
  { tag: tags.heading, fontWeight: '600' },
  { tag: [tags.processingInstruction, tags.meta, tags.contentSeparator], color: 'var(--text-3)' },
  { tag: tags.monospace, color: 'var(--code-string)' },
  { tag: tags.strong, fontWeight: '600' },
  { tag: tags.emphasis, fontStyle: 'italic' },
  { tag: tags.strikethrough, textDecoration: 'line-through' },
  { tag: [tags.link, tags.url], color: 'var(--accent)' },
  { tag: tags.quote, color: 'var(--text-2)' },
  {
    tag: [
      tags.keyword,
      tags.definition(tags.propertyName),
      tags.propertyName,
      tags.typeName,
      tags.tagName,
      tags.attributeName,
      tags.bool,
    ],
    color: 'var(--accent)',
  },
  { tag: [tags.string, tags.regexp, tags.special(tags.string)], color: 'var(--code-string)' },
  { tag: tags.number, color: 'var(--warn)' },
  { tag: tags.comment, color: 'var(--text-3)' },
])

/** Colours and language of the editor: markdown with front matter. The parsers of fenced code are loaded when needed. */
export const editorTheme: Extension = [
  EditorView.cspNonce.of(styleNonce),
  layout,
  syntaxHighlighting(colours),
  yamlFrontmatter({ content: markdown({ base: markdownLanguage, codeLanguages: languages }) }),
  EditorView.lineWrapping,
]
