import { describe, expect, it } from 'vitest'
import {
  carriesToken,
  isAllowedHost,
  isAllowedOrigin,
  isLoopback,
  isSameToken,
  readBearer,
} from './guards.ts'

describe('Host', () => {
  const own = (host: string | undefined) => isAllowedHost(host, { names: [], anyAddress: false })

  it.each(['localhost', 'localhost:9001', 'LOCALHOST:1', '127.0.0.1', '127.0.0.1:80', '[::1]', '[::1]:9001'])(
    'lets %s through',
    (host) => expect(own(host)).toBe(true),
  )

  it.each([
    undefined,
    '',
    'evil.com',
    'localhost.evil.com',
    'localhost.evil.com:9001',
    'evil.com:9001',
    '127.0.0.1.evil.com',
    '127.0.0.1@evil.com',
    'evil.com#localhost',
    'evil.com/localhost',
    'localhost:9001:evil.com',
    'localhost:',
    'xlocalhost',
    'localhost.',
    '10.0.0.1',
    '0.0.0.0',
    '[::]',
    '[::2]:9001',
    '::1',
    'localhost evil.com',
  ])('rejects %s', (host) => expect(own(host)).toBe(false))

  it('beyond loopback lets listed names and literal addresses through, which cannot be rebound', () => {
    const rules = { names: ['build-box'], anyAddress: true }
    for (const host of ['build-box:9001', '192.168.1.4:9001', '[fe80::1]:9001', 'localhost'])
      expect(isAllowedHost(host, rules)).toBe(true)
    for (const host of ['evil.com', 'build-box.evil.com', '192.168.1.4.evil.com'])
      expect(isAllowedHost(host, rules)).toBe(false)
  })
})

describe('Origin', () => {
  it.each([
    [undefined, '127.0.0.1:9001'],
    ['http://127.0.0.1:9001', '127.0.0.1:9001'],
    ['http://localhost:9001', '127.0.0.1:9001'],
    ['http://[::1]:9001', 'localhost:9001'],
    ['https://app.example', '127.0.0.1:9001'],
  ])('lets %s at %s through', (origin, host) =>
    expect(isAllowedOrigin(origin, host, ['https://app.example'])).toBe(true),
  )

  it.each([
    ['null', 'localhost:9001'],
    ['', 'localhost:9001'],
    ['http://localhost:3000', 'localhost:9001'],
    ['http://localhost', 'localhost:9001'],
    ['http://localhost.evil.com:9001', 'localhost:9001'],
    ['http://evil.com:9001', 'localhost:9001'],
    ['http://localhost:9001@evil.com', 'localhost:9001'],
    ['http://localhost:9001/', 'localhost:9001'],
    ['file://', 'localhost:9001'],
    ['https://app.example.evil.com', 'localhost:9001'],
    ['chrome-extension://localhost:9001', 'localhost:9001'],
  ])('rejects %s at %s', (origin, host) =>
    expect(isAllowedOrigin(origin, host, ['https://app.example'])).toBe(false),
  )
})

describe('a token', () => {
  it('is read from the header', () => {
    expect(readBearer('Bearer abc')).toBe('abc')
    expect(readBearer('bearer abc')).toBe('abc')
    for (const header of [undefined, '', 'Bearer', 'Bearer ', 'Basic abc', 'Bearer a b', 'xBearer abc'])
      expect(readBearer(header)).toBeNull()
  })

  it('is compared whole, whatever its length', () => {
    expect(isSameToken('abc', 'abc')).toBe(true)
    for (const given of ['', 'ab', 'abcd', 'ABC']) expect(isSameToken(given, 'abc')).toBe(false)
  })

  it('is seen in a URL by its name or its value', () => {
    for (const search of ['?token=x', '?a=1&access_token=x', '?api_key=x', '?Authorization=x', '?a=s3cret'])
      expect(carriesToken(search, 's3cret')).toBe(true)
    for (const search of ['', '?', '?a=1', '?tokens=3', '?monkey=1'])
      expect(carriesToken(search, 's3cret')).toBe(false)
  })
})

it('knows the addresses that only this machine can reach', () => {
  for (const address of ['localhost', '127.0.0.1', '127.1.2.3', '::1']) expect(isLoopback(address)).toBe(true)
  for (const address of ['0.0.0.0', '::', '192.168.0.1', '127.0.0.1.evil.com', ''])
    expect(isLoopback(address)).toBe(false)
})
