import { afterAll, describe, expect, it } from 'vitest'
import { STARTER_FILES } from '../e2e/testing/starter-files.ts'
import { openTempIndex } from '../src-core/testing/temp-index.ts'

/** A question that people ask, and the ids of the starter standards whose answer may come first. */
type StarterQuestion = readonly [question: string, ...answers: string[]]

const SECURITY = ['python/security.md', 'go/security.md', 'javascript/security.md', 'typescript/security.md']

/** Questions without a language. The first hit must be one of the documents. */
const STARTER_QUESTIONS: readonly StarterQuestion[] = [
  ['SSRF', 'general/api-security.md', ...SECURITY],
  ['fetch a user-supplied URL', 'general/api-security.md', ...SECURITY],
  ['pagination', 'general/api-design.md', 'sql/queries.md'],
  ['keyset pagination', 'sql/queries.md'],
  ['N+1 queries', 'sql/queries.md', 'python/performance.md', 'csharp/patterns.md'],
  ['ReDoS', 'general/api-security.md', ...SECURITY],
  ['CORS', 'general/api-security.md'],
  ['CSRF', 'general/api-security.md', 'go/security.md'],
  ['path traversal', 'general/api-security.md', 'rust/security.md', ...SECURITY],
  ['zip bomb', 'general/api-security.md', 'python/security.md', 'go/security.md'],
  [
    'dependency injection',
    'python/architecture.md',
    'go/architecture.md',
    'rust/architecture.md',
    'typescript/architecture.md',
    'javascript/architecture.md',
    'java/patterns.md',
    'csharp/patterns.md',
  ],
  ['race condition', 'sql/queries.md', 'typescript/react.md'],
  ['JWT', 'general/api-security.md'],
  ['OAuth', 'general/api-security.md'],
  ['rate limit', 'general/api-security.md', 'general/api-design.md'],
  ['file upload', 'general/api-security.md'],
  ['idempotency key', 'general/api-design.md'],
  ['status codes', 'general/api-design.md'],
  ['API versioning', 'general/api-design.md'],
  ['problem details', 'general/api-design.md'],
  ['naming conventions', 'general/naming-and-style.md'],
  ['magic numbers', 'general/naming-and-style.md'],
  ['code style', 'general/naming-and-style.md'],
  ['environment variables', 'general/secrets-and-configuration.md'],
  ['leaked secret', 'general/secrets-and-configuration.md'],
  ['feature flags', 'general/secrets-and-configuration.md'],
  ['GitHub Actions', 'general/ci-cd.md'],
  ['flaky tests', 'general/ci-cd.md'],
  ['canary rollback', 'general/ci-cd.md'],
  ['lock file', 'general/supply-chain.md'],
  ['SBOM', 'general/supply-chain.md'],
  ['typosquatting', 'general/supply-chain.md'],
  ['SLO', 'general/observability.md'],
  ['alerts', 'general/observability.md'],
  ['distributed tracing', 'general/observability.md'],
  ['health check', 'general/observability.md', 'docker/images.md'],
  ['log levels', 'general/logging.md'],
  ['structured logging', 'general/logging.md'],
  ['what never to log', 'general/logging.md'],
  ['commit message', 'general/git-workflow.md'],
  ['bisect', 'general/git-workflow.md'],
  ['squash or merge', 'general/git-workflow.md'],
  ['pull request description', 'general/code-review.md'],
  ['review comment', 'general/code-review.md'],
  ['README', 'general/documentation.md'],
  ['decision record', 'general/documentation.md'],
  ['retries with backoff', 'general/error-handling.md'],
  ['circuit breaker', 'general/error-handling.md'],
  ['focus ring', 'general/accessibility.md'],
  ['screen reader', 'general/accessibility.md'],
  ['alt text', 'general/accessibility.md'],
  ['slow query index', 'sql/queries.md'],
  ['deadlock', 'sql/queries.md'],
  ['zero-downtime migration', 'sql/migrations.md'],
  ['backfill', 'sql/migrations.md'],
  ['Dockerfile', 'docker/images.md'],
  ['multi-stage build', 'docker/images.md'],
  ['shell script quoting', 'shell/bash-scripts.md'],
  ['useEffect', 'typescript/react.md'],
  ['server components', 'typescript/react.md'],
  ['terraform state', 'terraform/modules.md'],
  ['readiness probe', 'kubernetes/workloads.md', 'general/observability.md'],
  ['OOMKilled', 'kubernetes/workloads.md'],
  ['design tokens', 'css/css-and-html.md'],
  ['container queries', 'css/css-and-html.md'],
  ['virtual threads', 'java/patterns.md'],
  ['structured concurrency', 'kotlin/patterns.md'],
  ['CancellationToken', 'csharp/patterns.md'],
  ['prototype pollution', 'javascript/security.md', 'typescript/security.md'],
  ['XSS', 'javascript/security.md', 'typescript/security.md'],
  ['pickle', 'python/security.md'],
  ['graceful shutdown', 'go/architecture.md', 'javascript/architecture.md'],
  ['CPU-bound', 'python/performance.md', 'javascript/performance.md', 'rust/performance.md'],
  ['discriminated unions', 'typescript/patterns.md'],
  ['tsconfig', 'typescript/architecture.md', 'javascript/architecture.md'],
  ['table tests', 'go/testing.md', 'typescript/testing.md'],
  ['property-based tests', 'python/testing.md', 'rust/testing.md'],
  ['fixtures', 'python/testing.md'],
  ['unsafe code', 'rust/security.md'],
  ['clippy', 'rust/architecture.md'],
  ['bundle size', 'javascript/performance.md', 'typescript/performance.md'],
  ['memory leak', 'javascript/performance.md'],
]

const index = openTempIndex(STARTER_FILES)
afterAll(() => index.close())

function firstHit(question: string): string | undefined {
  const [match] = index.reader.search(question, { filter: {}, limit: 5 }).matches
  return match && index.reader.byDoc(match.doc)?.id
}

describe('a question to the starter standards', () => {
  it.each(STARTER_QUESTIONS)('%s', (question, ...answers) => {
    expect(answers.filter((id) => STARTER_FILES[id] === undefined)).toEqual([])
    expect(answers).toContain(firstHit(question))
  })
})
