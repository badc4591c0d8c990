import { describe, expect, it } from 'vitest'
import type { ClientStatus } from '../../../src-shared/contract/clients.ts'
import { actionsOf } from './card-actions.ts'
import { attentionLabel, noteOf, splitPathEnd, toneOf } from './card-labels.ts'

const card = (parts: Partial<ClientStatus>): ClientStatus => ({
  client: 'claude-desktop',
  name: 'Claude Desktop',
  monogram: 'CD',
  state: 'live',
  needsRestart: false,
  label: 'Live',
  summary: '',
  attention: false,
  files: ['/home/me/.config/Claude/claude_desktop_config.json'],
  problem: null,
  reload: 'restart',
  writtenAt: null,
  test: null,
  session: null,
  repairs: false,
  can: { undo: false, restart: false, log: false, disconnect: true },
  snippet: '{}',
  snippetLanguage: 'json',
  deepLink: null,
  events: [],
  ...parts,
})
const none = { undo: false, restart: false, log: false, disconnect: false }
const bad = { ok: false, at: 1, millis: 1, message: 'No.', remedy: '', stderr: [] }

describe('the actions of a card', () => {
  it('never offers on the card and in the menu the same, and never what cannot be done', () => {
    const states = [
      'not-found',
      'not-connected',
      'written',
      'tested',
      'live',
      'lost',
      'changed',
      'broken',
    ] as const
    for (const state of states)
      for (const opensFiles of [true, false])
        for (const can of [none, { undo: true, restart: true, log: true, disconnect: true }]) {
          const { shown, menu, urgent } = actionsOf(card({ state, can }), opensFiles)
          const all = [...shown, ...menu.flat()]
          expect(new Set(all).size).toBe(all.length)
          if (urgent) expect(shown).toContain(urgent)
          if (!opensFiles) expect(all).not.toContain('open-file')
          if (!can.undo) expect(all).not.toContain('undo')
          if (!can.restart) expect(all).not.toContain('restart')
          expect(all).not.toContain('link')
          expect(all).not.toContain('history')
        }
  })

  it('asks for what the state needs', () => {
    expect(actionsOf(card({ state: 'lost' }), true)).toMatchObject({
      shown: ['repair', 'difference', 'repairs'],
      urgent: 'repair',
    })
    expect(actionsOf(card({ state: 'broken' }), true).urgent).toBe('open-file')
    expect(actionsOf(card({ state: 'broken' }), false).shown).toContain('copy-path')
    expect(actionsOf(card({ state: 'tested', can: { ...none, restart: true } }), true).urgent).toBe('restart')
    expect(actionsOf(card({ state: 'tested', test: bad }), true).shown).toEqual(['repair', 'result'])
    expect(actionsOf(card({ state: 'live', can: none }), true).shown).toContain('connect')
    expect(actionsOf(card({ state: 'live' }), true).urgent).toBeNull()
  })
})

describe('the words of the cards', () => {
  it('has a colour only for what is live and for what is not well', () => {
    expect(toneOf(card({}))).toBe('ok')
    expect(toneOf(card({ attention: true }))).toBe('warn')
    expect(toneOf(card({ state: 'tested' }))).toBe('quiet')
    expect(toneOf(card({ state: 'tested', needsRestart: true }))).toBe('warn')
    expect(toneOf(card({ state: 'lost' }))).toBe('err')
  })

  it('counts what is live and what needs the user', () => {
    expect(noteOf([card({}), card({ state: 'not-found' })])).toBe('1 live')
    expect(noteOf([card({}), card({ state: 'lost', attention: true })])).toBe('1 live, 1 needs attention')
    expect(noteOf([])).toBe('')
  })

  it('says what happened to one connection, and counts several', () => {
    const lost = card({ state: 'lost', attention: true, name: 'Claude Code' })
    expect(attentionLabel([card({}), lost])).toBe('Claude Code lost its entry')
    expect(attentionLabel([lost, card({ state: 'broken', attention: true })])).toBe(
      '2 connections need attention',
    )
    expect(attentionLabel([card({ attention: true, test: bad })])).toBe(
      'The entry in Claude Desktop does not start',
    )
    expect(attentionLabel([card({})])).toBeNull()
  })

  it('keeps the end of a path', () => {
    expect(splitPathEnd('~/.claude.json')).toEqual({ start: '~', end: '/.claude.json' })
    expect(splitPathEnd('~/.config/Claude/claude_desktop_config.json').end).toBe('_desktop_config.json')
    expect(splitPathEnd('C:\\me\\mcp.json').end).toBe('\\mcp.json')
  })
})
