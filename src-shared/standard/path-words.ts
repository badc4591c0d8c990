import { domainOf } from './facet-lookup.ts'

/** Words of code paths that are names of domains too, but of no domain's code: `packages/` holds the parts of a monorepo. */
const NO_EVIDENCE: ReadonlySet<string> = new Set(
  'packages app apps api-client build builds tools format log review env data ai cloud structure layout common core services types prs release releases pattern patterns'.split(
    ' ',
  ),
)

/** Domains of files by name, tested on the path in lower case with a leading `/`. */
const DOMAINS_OF_FILES: readonly (readonly [domain: string, files: RegExp])[] = [
  [
    'testing',
    /(?:[._-](?:test|tests|spec|e2e|cy|stories)\.[a-z]+|_test\.[a-z]+|\/test_[^/]*|tests?\.(?:java|kt|cs|swift|ps1)|_spec\.rb|\/conftest\.py|\.feature)$|\/__(?:tests|mocks)__\//,
  ],
  [
    'deployment',
    /\/(?:dockerfile|containerfile|(?:docker-)?compose)[^/]*$|\/\.github\/(?:workflows|actions)\/|\/(?:\.gitlab-ci|azure-pipelines)[^/]*\.ya?ml$|\/(?:jenkinsfile|chart\.yaml|values\.yaml|kustomization\.yaml)$|\/(?:k8s|helm|charts)\//,
  ],
  [
    'dependencies',
    /\/(?:package(?:-lock)?\.json|yarn\.lock|pnpm-(?:lock|workspace)\.yaml|go\.(?:mod|sum|work)|cargo\.(?:toml|lock)|requirements[^/]*\.txt|pyproject\.toml|poetry\.lock|pipfile[^/]*|gemfile[^/]*|composer\.(?:json|lock)|pom\.xml|build\.gradle[^/]*|[^/]*\.csproj|directory\.packages\.props|renovate\.json|dependabot\.yml|pubspec\.yaml|mix\.exs)$/,
  ],
  ['databases', /\.sql$|\/migrations?\/|\/schema\.(?:prisma|rb)$/],
  ['documentation', /\.(?:md|mdx|rst|adoc)$|\/(?:changelog|readme)[^/]*$/],
  ['infrastructure', /\.(?:tf|tfvars|bicep|hcl)$/],
  [
    'api-design',
    /\/(?:openapi|swagger)[^/]*\.(?:ya?ml|json)$|\.(?:proto|graphql)$|\/(?:routes|controllers)\//,
  ],
  ['frontend', /\.(?:css|scss|sass|less|html|vue|svelte|astro|[jt]sx)$/],
  ['internationalization', /\/(?:locales?|lang|translations|i18n)\/|\.(?:po|pot|xliff|arb)$/],
  ['configuration', /\/\.env[^/]*$|\/[^/]*\.config\.[a-z]+$|\.(?:ini|toml)$/],
  ['git-workflow', /\/\.(?:gitignore|gitattributes|husky\/[^/]*)$|\/commit_editmsg$/],
  ['code-review', /\/pull_request_template\.md$|\/codeowners$/],
]

/** What a path says about the domain of a code file: domains with the word or the name that stands for each. */
export function domainsOfFile(path: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const lower = path.toLowerCase()
  const name = path.slice(path.lastIndexOf('/') + 1)
  for (const [domain, files] of DOMAINS_OF_FILES) if (files.test(lower)) found.set(domain, name)
  const segments = path.split('/').filter((segment) => segment !== '')
  // The nearest folder comes first.
  for (const segment of segments.reverse()) {
    for (const word of wordsOfSegment(segment)) {
      const domain = NO_EVIDENCE.has(word) ? null : domainOf(word)
      if (domain !== null && !found.has(domain)) found.set(domain, segment)
    }
  }
  return found
}

/** Returns a path segment and its words, in lower case: `AuthService.ts` gives `authservice.ts`, `auth`, `service`, `ts`. */
export function wordsOfSegment(segment: string): readonly string[] {
  const parts = segment
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1-$2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}+#]+/u)
  return [segment.toLowerCase(), ...parts.filter((part) => part !== '')]
}
