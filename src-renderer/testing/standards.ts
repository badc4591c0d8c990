const testing = (language: string) => `---
title: ${language} testing
tags: [tests]
---

# ${language} testing

Every bug has a test.

## Fixtures

Keep the scope of a fixture small: one test is best.

\`\`\`toml
[tool.tests]
parallel = true
\`\`\`

## Names

A name says what is expected.

## Checklist

- [ ] Every bug has a test
- [ ] No test sleeps
`

const security = (language: string) => `---
title: ${language} security
tags: [secrets]
---

# ${language} security

Secrets stay out of the code.
`

/** A small library: three languages, two domains. */
export const STANDARDS: Readonly<Record<string, string>> = {
  'go/security.md': security('Go'),
  'go/testing.md': testing('Go'),
  'python/security.md': security('Python'),
  'python/testing.md': testing('Python'),
  'rust/testing.md': testing('Rust'),
}
