import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { maskJson, maskText } from './mask.ts'
import { maskTokensOf } from './masking/own-tokens.ts'

const ALPHABET = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
const HEX = '0123456789abcdef'
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Invented characters, the same in every run, so that no secret scanner finds a whole secret in this file. */
function invented(length: number, alphabet = ALPHABET): string {
  let state = length * 7919 + alphabet.length
  return Array.from({ length }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return alphabet[(state >> 8) % alphabet.length]
  }).join('')
}
const base64 = (text: string) => Buffer.from(text).toString('base64')

/** The text around a secret, which is written as `@`. */
const FORMS: Readonly<Record<string, readonly [form: string, secret: string]>> = {
  'a variable': ['DB_PASSWORD=@', invented(16)],
  'an exported variable': ['export PGPASSWORD="@"', invented(16)],
  'a variable of PowerShell': ['$env:API_TOKEN = "@"', invented(24)],
  'a variable of Docker': ['docker run -e POSTGRES_PASSWORD=@ postgres', invented(20)],
  YAML: ['  password: @', invented(16)],
  TOML: ['api_key = "@"', invented(32)],
  properties: ['spring.datasource.password=@', invented(16)],
  'the credentials of AWS': ['aws_secret_access_key = @', invented(40)],
  '.npmrc': ['//registry.npmjs.org/:_authToken=@', invented(36)],
  '.netrc': ['machine x login y password @', invented(16)],
  '.netrc on lines': ['machine x\n  login y\n  password @', invented(16)],
  'JSON in a sentence': ['{"password":"@"}', invented(14)],
  'a login of Docker': ['{"auths":{"x":{"auth":"@"}}}', base64(`u:${invented(14)}`)],
  code: ["const clientSecret = '@'", invented(24)],
  'an argument': ['connect(password="@")', invented(16)],
  'a header': ['X-Api-Key: @', invented(32)],
  'a cookie': ['Cookie: theme=dark; session=@', invented(40)],
  'Bearer with letters': ['Authorization: Bearer @', 'abcdefghijklmnopqrstuvwxyzABCDEF'],
  'Bearer in Markdown': ['**Authorization:** Bearer @', invented(40)],
  'Basic that is short': ['Authorization: Basic @', 'YWRtaW46cHc='],
  'a token in a header': ['Authorization: token @', invented(40)],
  'curl -u': ['curl -u admin:@ https://x', invented(16)],
  'curl --user': ["curl --user 'admin:@' https://x", invented(16)],
  'an option': ['tool --token @ run', invented(32)],
  sshpass: ["sshpass -p '@' ssh host", invented(16)],
  'a parameter': ['https://x/y?a=1&access_token=@', invented(40)],
  'a signature': ['https://x.blob.core.windows.net/c?sv=2022-11-02&sig=@%3D', invented(43)],
  'a URL with @': ['postgres://bob:@@db.local/x', `p@ss${invented(8)}`],
  'a URL without a user': ['redis://:@@cache:6379', invented(16)],
  'a token as the user': ['https://@@git.example.com/x.git', invented(40)],
  'a connection string': ['Server=db;User Id=sa;Password=@;Encrypt=true', invented(16)],
  'an account key': ['AccountName=x;AccountKey=@==;EndpointSuffix=y', invented(86)],
  XML: ['<password>@</password>', invented(16)],
  'a sentence': ['the password is @', invented(16)],
  WireGuard: ['PrivateKey = @=', invented(43)],
  PuTTY: ['PuTTY-User-Key-File-3: ssh-ed25519\nPrivate-Lines: 1\n@', invented(64)],
  'a webhook of Slack': [
    'https://hooks.slack.com/services/@',
    `T${invented(8, UPPER)}/B${invented(8, UPPER)}/${invented(24)}`,
  ],
  'a webhook of Discord': ['https://discord.com/api/webhooks/@', `123456789012345678/${invented(68)}`],
  Telegram: ['@', `123456789:AA${invented(33)}`],
  'Plumbline’s own token': ['@', invented(43)],
}
const PREFIXED = [
  ...[
    'whsec_',
    'glcbt-64_',
    'gldt-',
    'rubygems_',
    'dckr_pat_',
    'GOCSPX-',
    'dop_v1_',
    'HRKU-',
    'shpat_',
    'sq0atp-',
    'lin_api_',
    'secret_',
    'ntn_',
  ],
  ...[
    'figd_',
    'dapi',
    'hvs.',
    'glsa_',
    'NRAK-',
    'PMAK-',
    'dp.pt.',
    'sbp_',
    'pscale_tkn_',
    'fm2_',
    'vercel_',
    'AGE-SECRET-KEY-1',
    'key-',
    'oy2',
  ],
].map(
  (prefix) =>
    prefix + (prefix === 'oy2' ? invented(43, 'abcdefghijklmnopqrstuvwxyz0123456789') : invented(44)),
)
const SHAPES = [
  `SK${invented(32, HEX)}`,
  `${invented(32, HEX)}-us12`,
  `${invented(3)}8Q~${invented(34)}`,
  `${invented(14)}.atlasv1.${invented(60)}`,
  `MTIzNDU2Nzg5MDEyMzQ1Njc4.GaBcDe.${invented(38)}`,
  `eyJ${invented(30)}..${invented(16)}.${invented(40)}.${invented(22)}`,
]
const CASES = [
  ...Object.entries(FORMS).map(
    ([name, [form, secret]]) => [name, form.replace('@', () => secret), secret] as const,
  ),
  ...[...PREFIXED, ...SHAPES].map((secret) => [`${secret.slice(0, 6)}…`, secret, secret] as const),
]

describe('realistic secrets', () => {
  it.each(CASES)('%s', (_name, text, secret) => {
    const parts = [secret, secret.slice(-12)]
    const masked = [
      maskText(text),
      maskText(`why does ${text} fail?`),
      maskJson(JSON.stringify({ arguments: { query: text } })),
      maskJson(JSON.stringify({ content: [{ type: 'text', text: `why does ${text} fail?` }] })),
      maskJson(JSON.stringify({ text: JSON.stringify({ inner: `first\n${text}\nlast` }) })),
    ]
    for (const each of masked) for (const part of parts) expect(each).not.toContain(part)
    for (const json of masked.slice(2)) expect(() => JSON.parse(json)).not.toThrow()
  })
})

describe('Plumbline’s own tokens', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'plumbline-mask-'))
  })
  afterEach(() => {
    maskTokensOf([])
    rmSync(folder, { recursive: true, force: true })
  })

  it('are masked whatever they look like', () => {
    const file = join(folder, 'http-token')
    const token = 'lettersonlyandnothingelse-lettersonly'
    expect(maskText(`x${token}x`)).toContain(token)
    writeFileSync(file, `${token}\n`)
    maskTokensOf([join(folder, 'none'), file])
    expect(maskText(`x${token}x`)).toBe('x••••x')
    expect(maskJson(JSON.stringify({ query: `a\n${token}` }))).toBe('{"query":"a\\n••••"}')
  })
})

describe('ordinary text', () => {
  it.each([
    'password: string',
    'Password: argon2id, at least 12 characters',
    '- Token: JWT with RS256 (RFC7519)',
    'API_KEY=your-api-key-here and DB_PASSWORD=changeme123',
    'const token = await getAccessToken2(user)',
    'password = os.environ["DB_PASSWORD"]',
    'secret: process.env.CLIENT_SECRET',
    'token: $GITHUB_TOKEN',
    'Authorization: Bearer <token>',
    'curl -u user:password https://example.com and docker run -u 1000:1000 image',
    'postgres://user:password@localhost:5432/db and amqp://guest:guest@localhost',
    'DB_PASSWORD=/run/secrets/db_password',
    'The password is hashed with PBKDF2-HMAC-SHA256.',
    'Cookie: session=<id>; the cookie is signed',
    'integrity="sha512-oBvzTdGQxS8L2uYKdP8vTQJfX3bL5kY7mW1nR4cE6hZ9aV0gU2sI8qD3jF5tB7xN"',
    'https://docs.google.com/document/d/1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgVE2upms',
    'key: primary, keyboard: qwerty1, PublicKeyToken=b03f5f7f11d50a3a',
    'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGb9vT3xK5mQ8rW2yL4nC6pD1sF7hJ0kZ3aX5vB8nM2q user@host',
    'testThatUserCanLoginWithOAuth2AndRefreshTokensAfter30Minutes',
  ])('stays: %s', (text) => {
    expect(maskText(text)).toBe(text)
    expect(JSON.parse(maskJson(JSON.stringify({ text })))).toEqual({ text })
  })

  it('no line of the repository’s own standards and documents is masked', () => {
    const root = join(import.meta.dirname, '../..')
    const lines = ['resources/starter-standards', 'docs'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.md'))
        .flatMap((name) => readFileSync(join(root, folder, name), 'utf8').split('\n')),
    )
    expect(lines.length).toBeGreaterThan(4_000)
    expect(lines.filter((line) => maskText(line) !== line)).toEqual([])
  })

  it('no ordinary value after the name of a secret is masked', () => {
    const names = [
      'password',
      'DB_PASSWORD',
      'apiKey',
      'token',
      'client_secret',
      'Authorization',
      'access-token',
      '**Secret**',
      '`auth`',
      'cookie',
    ]
    const signs = [': ', '=', ' = ', ' := ', ': "', " => '", ' is ', ': `']
    const values = [
      ...[
        'string',
        'required',
        'undefined',
        'argon2id',
        'SHA-256',
        'bcrypt',
        'RS256',
        'base64url',
        'hunter2',
        '32 bytes',
        'min 12 characters',
      ],
      ...[
        'env.API_TOKEN',
        'getSecret(name)',
        'readFileSync(path)',
        '<your token>',
        '$TOKEN',
        '{{ token }}',
        'xxxxxxxxxxxx',
        '***',
        '...',
        'null',
      ],
      ...[
        'rotated every 90 days',
        'never logged',
        'http-token',
        'OAuth2',
        'settings.secretKey',
        'Option<String>',
        'at least 16 bytes of entropy',
      ],
      ...[
        'AES-256-GCM',
        'HMAC-SHA256',
        'changeme',
        'example-token',
        'my-secret-value',
        'a/b/c.pem',
        '/run/secrets/token',
        'v1.2.3',
        '2026-01-31',
      ],
      ...[
        'UTF-8 text of 8-64 characters',
        'ed25519',
        'x509',
        'TLS 1.3',
        'P256',
        'the_token_from_the_header',
        'tokenFromHeader',
        'self.api_token',
      ],
    ]
    const endings = ['', ' # a comment', ', and never in the log', ' (see security.md)']
    const lines = names.flatMap((name) =>
      signs.flatMap((sign) =>
        values.flatMap((value) =>
          endings.map((ending) => `${name}${sign}${value}${/["'`]$/.exec(sign)?.[0] ?? ''}${ending}`),
        ),
      ),
    )
    expect(lines.length).toBeGreaterThan(10_000)
    expect(lines.filter((line) => maskText(line) !== line)).toEqual([])
  })
})
