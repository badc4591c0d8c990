import fc from 'fast-check'

/** A generated configuration file; `bom` is true when it starts with a byte order mark. */
export interface GeneratedConfig {
  readonly text: string
  readonly bom: boolean
}

/** The layout of a generated JSON text. */
interface Layout {
  readonly eol: '\n' | '\r\n' | '\r'
  readonly indent: string
  readonly inline: boolean
  readonly comments: boolean
  readonly trailing: boolean
  readonly spaced: boolean
}

const layouts = (lenient: boolean): fc.Arbitrary<Layout> =>
  fc.record({
    eol: fc.constantFrom('\n', '\r\n', '\r'),
    indent: fc.constantFrom('  ', '    ', '\t', ' '),
    inline: fc.boolean(),
    comments: lenient ? fc.boolean() : fc.constant(false),
    trailing: lenient ? fc.boolean() : fc.constant(false),
    spaced: fc.boolean(),
  })

const scalars = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('// no comment', '/* none */', 'a,b', '}', '"', '\\', 'ключ', 'C:\\Пример\\a b'),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
)

/** Properties as a list, so that a key can occur twice. */
type Properties = readonly (readonly [string, Tree])[]
type Tree =
  | { readonly object: Properties }
  | { readonly list: readonly Tree[] }
  | { readonly value: string | number | boolean | null }

const keys = fc.oneof(
  fc.constantFrom('env', 'command', 'args', 'preferences', 'mcpServer', 'servers2', 'ключ', 'a b', '//'),
  fc.string({ maxLength: 6 }).filter((key) => key !== '__proto__' && !key.startsWith('mcpServers')),
)

const { tree } = fc.letrec<{ tree: Tree; object: Tree; list: Tree; leaf: Tree }>((tie) => ({
  leaf: scalars.map((value) => ({ value })),
  object: fc
    .array(fc.tuple(keys, tie('tree') as fc.Arbitrary<Tree>), { maxLength: 4 })
    .map((object) => ({ object })),
  list: fc.array(tie('tree') as fc.Arbitrary<Tree>, { maxLength: 3 }).map((list) => ({ list })),
  tree: fc.oneof({ maxDepth: 5 }, tie('leaf'), tie('object'), tie('list')),
}))

/** Generated values for Plumbline's entry; `null` for no entry. */
const entries = (own: Tree): fc.Arbitrary<Tree | null> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constant(own) },
    { weight: 1, arbitrary: fc.constant({ value: null } as const) },
    { weight: 1, arbitrary: fc.constant({ value: 'text' } as const) },
    {
      weight: 1,
      arbitrary: fc.constant({
        object: [
          ['command', { value: '/old/node' }],
          ['args', { list: [{ value: '/old/server.mjs' }, { value: '--home' }, { value: '/h' }] }],
          ['env', { object: [['TOKEN', { value: 'secret-of-mine' }]] }],
          ['disabled', { value: true }],
        ],
      } as const),
    },
    {
      weight: 1,
      arbitrary: fc.constant({ object: [['url', { value: 'https://example.test/mcp' }]] } as const),
    },
  )

/** JSON configurations as clients and users write them. @param own the correct entry, which some of them have */
export function jsonConfigs(
  lenient: boolean,
  servers: string,
  own: Readonly<Record<string, unknown>>,
): fc.Arbitrary<GeneratedConfig> {
  const others = fc.array(fc.tuple(keys, tree), { maxLength: 4 })
  const block = fc.tuple(others, entries(treeOf(own)), others).map(
    ([before, entry, after]): Tree => ({
      object: [...before, ...(entry ? [['plumbline', entry] as const] : []), ...after],
    }),
  )
  const holder = fc.oneof(
    { weight: 6, arbitrary: block.map((value) => [[servers, value] as const]) },
    // A duplicate key: readers use the last one.
    {
      weight: 1,
      arbitrary: fc
        .tuple(tree, block)
        .map(([first, last]) => [[servers, first] as const, [servers, last] as const]),
    },
    { weight: 2, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.constant([[servers, { value: null }] as const]) },
  )
  const root = fc
    .tuple(others, holder, others)
    .map(([before, own, after]): Tree => ({ object: [...before, ...own, ...after] }))
  const written = fc
    .tuple(root, layouts(lenient), fc.constantFrom('', '\n', '\r\n', '  ', '\n\n'))
    .map(([value, layout, end]) => render(value, layout, '') + end)
  const odd = fc.constantFrom('', ' ', '\n', '\r\n\t', 'null', ' null\n', '{}', '{ }', '{\n}\n')
  const text = fc.oneof({ weight: 9, arbitrary: written }, { weight: 1, arbitrary: odd })
  return fc.record({ text, bom: fc.boolean() })
}

function treeOf(value: unknown): Tree {
  if (Array.isArray(value)) return { list: value.map(treeOf) }
  if (typeof value === 'object' && value !== null)
    return { object: Object.entries(value).map(([key, inner]) => [key, treeOf(inner)] as const) }
  return { value: value as string | number | boolean | null }
}

function render(tree: Tree, layout: Layout, indent: string): string {
  if ('value' in tree) return JSON.stringify(tree.value)
  const inner = indent + layout.indent
  const isObject = 'object' in tree
  const items = isObject
    ? tree.object.map(([key, value]) => {
        const colon = layout.spaced ? ': ' : ':'
        return `${JSON.stringify(key)}${colon}${render(value, layout, inner)}`
      })
    : tree.list.map((value) => render(value, layout, inner))
  const [open, close] = isObject ? ['{', '}'] : ['[', ']']
  if (items.length === 0) return layout.comments ? `${open} /* } */ ${close}` : open + close
  const comma = layout.trailing ? ',' : ''
  if (layout.inline) return `${open}${items.join(layout.spaced ? ', ' : ',')}${comma}${close}`
  const note = (index: number) => (layout.comments ? ` // "token": "in a comment" ${index}` : '')
  const lines = items.map((item, index) => {
    const end = index < items.length - 1 ? ',' : comma
    return `${inner}${item}${end}${note(index)}`
  })
  const last = layout.comments ? `${inner}/* the end, */${layout.eol}` : ''
  return `${open}${layout.eol}${lines.join(layout.eol)}${layout.eol}${last}${indent}${close}`
}

const tomlNames = fc.constantFrom('a', 'b-c', '"d e"', "'f.g'", 'h_1')
const tomlValues = fc.constantFrom(
  '"text # no comment"',
  "'C:\\path'",
  '"""\nmore\nlines [x]\n"""',
  "'''\n# not a comment\n'''",
  '1',
  '9007199254740993',
  '1979-05-27T07:32:00Z',
  '1979-05-27 07:32:00',
  'true',
  '[1, 2]',
  '[\n  "a", # one\n  "b",\n]',
  '{ x = 1, y = "}" }',
  '{}',
  '-0.5',
)

/** TOML configurations as clients and users write them. */
export function tomlConfigs(): fc.Arbitrary<GeneratedConfig> {
  const unique = <T>(items: readonly (readonly [string, T])[]) => [...new Map(items)]
  const pairs = fc
    .array(fc.tuple(tomlNames, tomlValues), { maxLength: 4 })
    .map((items) => unique(items).map(([key, value]) => `${key} = ${value}`))
  const note = fc.constantFrom('', ' # a note = "x"')
  const tables = fc
    .array(
      fc.tuple(fc.constantFrom('[tools]', '[mcp_servers.other]', '[[list]]', '[profiles."x y"]'), pairs),
      {
        maxLength: 4,
      },
    )
    .map((items) => unique(items).map(([header, lines]) => [header, ...lines, '']))
  const ours = fc.constantFrom<readonly string[]>(
    [],
    [],
    ['[mcp_servers.plumbline]', 'command = "/old/node"', 'args = ["/old/server.mjs", "--home", "/h"]'],
    [
      '[mcp_servers.plumbline] # ours',
      'enabled = false',
      "command = '/old/node' # note",
      'args = [',
      '  "/old/server.mjs", # the server',
      '  "--home", "/h",',
      ']',
      'startup_timeout_sec = 20',
      '',
      '[mcp_servers.plumbline.env]',
      'TOKEN = "secret-of-mine"',
    ],
    ['[mcp_servers.plumbline]', 'url = "https://example.test/mcp"'],
    ['[mcp_servers.plumbline]', 'command = "npx"', 'args = ["-y", "thing"]', '[mcp_servers.plumbline.env]'],
  )
  const whole = fc
    .record({ top: pairs, before: tables, ours, after: pairs, note, eol: fc.constantFrom('\n', '\r\n') })
    .map(({ top, before, ours, after, note, eol }) => {
      const named = new Set(before.map(([header]) => header))
      const rest = named.has('[last]') ? [] : ['[last]', ...after]
      const lines = [...top, `# a comment${note}`, ...before.flat(), ...ours, '', ...rest]
      return lines.join('\n').replaceAll('\n', eol)
    })
  const inline = fc.constantFrom(
    '',
    '\n',
    '# only a comment',
    'mcp_servers = {}\n',
    'mcp_servers = { other = { command = "x" } }\n',
    'mcp_servers.other.command = "x"\n',
    '[mcp_servers]\nother = { command = "x" }\n',
    '[mcp_servers]\nplumbline = { command = "/old/node", args = ["/old/server.mjs", "--home", "/h"] }\n',
    'mcp_servers.plumbline.command = "npx"\nmcp_servers.plumbline.args = ["a"]\n[x]\ny = 1\n',
    '[mcp_servers.plumbline]\ncommand = "/old/node"',
    'a = 1',
  )
  const text = fc.oneof({ weight: 8, arbitrary: whole }, { weight: 2, arbitrary: inline })
  return fc.record({ text, bom: fc.boolean() })
}
