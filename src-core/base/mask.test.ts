import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runs } from '../testing/long.ts'
import { MASK, maskJson, maskText } from './mask.ts'
import { isSecretName } from './masking/secret-names.ts'

// Invented, and concatenated here so that no secret scanner reports this file.
const SECRETS: Readonly<Record<string, string>> = {
  openai: `sk-${'proj-'}${'aB3dE6gH9jK2mN5pQ8sT'}`,
  stripe: `sk_${'live'}_4eC39HqLyjWDarjtT1zdp7dc`,
  github: `gh${'p_'}16C7e42F292c6912E7710c838347Ae178B4a`,
  'github fine': `github${'_pat_'}11ABCDEFG0aaaaaaaaaaaa_bbbbbbbbbbbbbbbbbbbbbbbbbbbbb`,
  gitlab: `gl${'pat-'}aaBBccDDeeFFggHH1122`,
  slack: `xox${'b-'}123456789012-abcdefABCDEF`,
  aws: `AKIA${'IOSFODNN7EXAMPLE'}`,
  google: `AIza${'SyA1234567890abcdefghijklmnopqrstuv'}`,
  npm: `npm${'_'}abcdefghijklmnopqrstuvwxyz0123456789`,
  jwt: `eyJ${'hbGciOiJIUzI1NiJ9'}.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U`,
}
const KEY = `-----BEGIN ${'RSA PRIVATE KEY'}-----\nMIIEpAIBAAKCAQEA7\n+/abc=\n-----END ${'RSA PRIVATE KEY'}-----`

/** Tokens after a line break, which is a letter in JSON, and after a tab. */
const LINES = Object.values(SECRETS).flatMap((secret) => [`why?\n${secret}`, `\t${secret}\r\n`])

describe('in any text', () => {
  it.each(Object.entries(SECRETS))(
    'a token of %s is masked, and the text around it stays',
    (_name, secret) => {
      expect(maskText(`before ${secret} after`)).toBe(`before ${MASK} after`)
      expect(maskText(`token=${secret}`)).toBe(`token=${MASK}`)
      expect(maskText(`"${secret}", next`)).toBe(`"${MASK}", next`)
    },
  )

  it('masks credentials after Bearer and Basic, and the password in a URL', () => {
    expect(maskText('Authorization: Bearer abc123def456ghi789==')).toBe(`Authorization: Bearer ${MASK}`)
    expect(maskText('authorization: basic dXNlcjpwYXNzd29yZDE=')).toBe(`authorization: basic ${MASK}`)
    expect(maskText('postgres://plumb:h1dden@db.local:5432/x')).toBe(
      `postgres://plumb:${MASK}@db.local:5432/x`,
    )
  })

  it('masks private keys, also a truncated one', () => {
    expect(maskText(`here: ${KEY}\nand on`)).toBe(`here: ${MASK}\nand on`)
    expect(maskText(`here: ${KEY.slice(0, 50)}`)).toBe(`here: ${MASK}`)
    expect(maskText(KEY.replaceAll('RSA ', 'ENCRYPTED '))).toBe(MASK)
  })

  it.each([
    'a token bucket limits requests, and the bearer of bad news is a Bearer authentication scheme',
    'task-management-with-tokens and sk-learn-like-names-without-digits',
    'The password field must never be logged. See security/passwords.md#storing-tokens',
    'git commit 16c7e42f292c6912e7710c838347ae178b4a0000 and sha256:9f86d081884c7d659a2feaa0c55ad015',
    'https://example.com:8080/path?x=1 and user@example.com and 10:30@noon',
    'src/basic types for beginners, Basic authentication, basic understanding-of-things',
    'AKIAPPLES, eyJust a word, AIzawa, xoxo-with-love, npm_config_registry, ghp_short',
    '-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----',
    '“retry with backoff” in go; 7 sections; python/testing.md, Fixtures',
  ])('ordinary text stays: %s', (text) => {
    expect(maskText(text)).toBe(text)
  })
})

describe('in JSON', () => {
  const masked = (value: unknown) => JSON.parse(maskJson(JSON.stringify(value)))

  it.each([
    'password',
    'userPassword',
    'password_confirmation',
    'PASSWD',
    'passphrase',
    'pwd',
    'token',
    'accessToken',
    'refresh-token',
    'api_key',
    'apiKey',
    'X-Api-Key',
    'authorization',
    'Proxy-Authorization',
    'secret',
    'client_secret',
    'clientSecretValue',
    'cookie',
    'Set-Cookie',
    'privateKey',
    'aws_secret_access_key',
    'credentials',
    'connectionString',
    'auth',
  ])('the value of %s is masked', (name) => {
    expect(isSecretName(name)).toBe(true)
    expect(masked({ [name]: 'hunter2', other: 'stays' })).toEqual({ [name]: MASK, other: 'stays' })
  })

  it.each([
    'max_tokens',
    'tokens',
    'tokenCount',
    'token_type',
    'author',
    'authors',
    'keyboard',
    'key',
    'monkey',
    'secretary',
    'passed',
    'query',
    'id',
    'cursor',
    'tokenizer',
  ])('the value of %s stays', (name) => {
    expect(isSecretName(name)).toBe(false)
    expect(masked({ [name]: 'value' })).toEqual({ [name]: 'value' })
  })

  it('masks values of any type at any depth, and leaves empty ones', () => {
    expect(
      masked({
        a: [{ b: { password: { now: 'x', before: ['y', '"}]'] } } }, { secret: ['a', { b: 'c' }] }],
        token: 12_345,
        apiKey: null,
        cookie: '',
        auth: false,
        last: 'one',
      }),
    ).toEqual({
      a: [{ b: { password: MASK } }, { secret: MASK }],
      token: MASK,
      apiKey: null,
      cookie: '',
      auth: false,
      last: 'one',
    })
  })

  it('masks JSON in a JSON string', () => {
    const inner = JSON.stringify({ deep: JSON.stringify({ password: 'x "y" \\ z' }), token: 'abc', n: 1 })
    const found = masked({ content: [{ type: 'text', text: inner }] })
    const text = JSON.parse(found.content[0].text)
    expect(text).toMatchObject({ token: MASK, n: 1 })
    expect(JSON.parse(text.deep)).toEqual({ password: MASK })
  })

  it('masks tokens in strings, and private keys with escaped line breaks', () => {
    const found = masked({ note: `my key is ${SECRETS.github}.`, pem: KEY, after: 'stays' })
    expect(found).toEqual({ note: `my key is ${MASK}.`, pem: MASK, after: 'stays' })
    const nested = masked({ text: JSON.stringify({ pem: KEY, after: 'stays' }) })
    expect(JSON.parse(nested.text)).toEqual({ pem: MASK, after: 'stays' })
  })

  it('masks truncated JSON', () => {
    const whole = JSON.stringify({
      content: [{ text: JSON.stringify({ password: 'hunter2', more: 'x'.repeat(50) }) }],
    })
    for (let end = whole.indexOf('hunter2') + 3; end <= whole.length; end++) {
      expect(maskJson(whole.slice(0, end))).not.toContain('hun')
    }
  })

  it('masks a token at the beginning of a line, and after a tab', () => {
    for (const line of LINES) {
      const masked = maskJson(JSON.stringify({ query: line, nested: JSON.stringify({ text: line }) }))
      for (const secret of Object.values(SECRETS)) expect(masked).not.toContain(secret)
      expect(JSON.parse(masked).query).toBe(line.replace(/[^\s?]{10,}/, MASK))
    }
    const odd = { text: `\npm${'_'}abcdefghijklmnopqrstuvwxyz0123456789 \rk-abcdefghijklmnop0123456789` }
    expect(JSON.parse(maskJson(JSON.stringify(odd)))).toEqual(odd)
    const header = { text: 'curl\nAuthorization:\tBearer abcdef0123456789abcdef' }
    expect(JSON.parse(maskJson(JSON.stringify(header))).text).toBe(`curl\nAuthorization:\tBearer ${MASK}`)
    const tab = { text: 'Bearer\tabcdef0123456789abcdef' }
    expect(JSON.parse(maskJson(JSON.stringify(tab))).text).toBe(`Bearer\t${MASK}`)
  })

  it('returns valid JSON without secrets for any JSON', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(() => JSON.parse(maskJson(json))).not.toThrow()
      }),
      { numRuns: runs(500) },
    )
    const names = fc.constantFrom('a', 'token', 'password', 'b"c', 'x\\', 'api_key', 'pass\\u0077ord')
    const values = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.string(),
        fc.constantFrom(
          ...Object.values(SECRETS),
          ...LINES,
          KEY,
          '"',
          '\\',
          '\\"',
          '{"token":"x"}',
          '{"token',
          '[{',
        ),
        fc.integer(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(names, tie('value'), { maxKeys: 4 }),
      ),
    })).value
    fc.assert(
      fc.property(values, (value) => {
        const json = JSON.stringify(value)
        const found = maskJson(json)
        expect(() => JSON.parse(found)).not.toThrow()
        for (const secret of Object.values(SECRETS)) {
          expect(found.includes(secret) && !json.includes(`\\${secret}`)).toBe(false)
        }
      }),
      { numRuns: runs(1_000) },
    )
  })
})

describe('hostile text', () => {
  // Takes milliseconds in linear time, and minutes in quadratic time.
  const LENGTH = 2_000_000
  const fill = (piece: string) => piece.repeat(Math.ceil(LENGTH / piece.length))
  it.each([
    'sk-',
    'sk-a',
    'eyJ',
    'eyJa.',
    'eyJaaaaaa.eyJ',
    'ghp_',
    'Bearer ',
    'Bearer a',
    'basic\t',
    'a',
    'a://',
    'a://b:',
    'http://a:b',
    '://@',
    '-----BEGIN PRIVATE KEY-----',
    '-----BEGIN ',
    '-----END PRIVATE KEY-----',
    '-',
    '\\',
    '\\"',
    '"',
    '"password":',
    '{"password":',
    '{"password":[',
    '"{',
    '"{\\"a\\":\\"{',
    '[',
    '"a":"b",',
    'AKIA',
    'SG.',
    'xox',
    ' \n',
    'password":"',
    'token=',
    'TOKEN=a1b2,',
    'cookie: a=',
    ' -u a:',
    ' --token a',
    'login a password ',
    'token is ',
    '</token>',
    'hooks.slack.com/services/://',
    'Private-Lines: 1\n',
    '12345678:AA',
  ])('repeats %s without quadratic time', (piece) => {
    const text = fill(piece)
    expect(typeof maskText(text)).toBe('string')
    expect(typeof maskJson(text)).toBe('string')
  })
})
