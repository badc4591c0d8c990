import { once } from '../../base/once.ts'
import { stemPhrase } from './stem.ts'

/** Groups of words that mean the same, as developers write them. */
const GROUPS = `
csrf|xsrf|cross site request forgery
xss|cross site scripting
ssrf|server side request forgery
idor|insecure direct object reference
sqli|sql injection
xxe|xml external entity
mfa|2fa|multi factor authentication|multifactor authentication|two factor authentication
otp|one time password
hsts|strict transport security
csp|content security policy
cors|cross origin resource sharing
dos|denial of service
ddos|distributed denial of service
rce|remote code execution
jwt|json web token
sso|single sign on
oidc|openid connect
rbac|role based access control
abac|attribute based access control
pii|personally identifiable information|personal data
tls|ssl|transport layer security
di|dependency injection
ioc|inversion of control
ddd|domain driven design
tdd|test driven development
bdd|behavior driven development
e2e|end to end
cdc|consumer driven contract
adr|architecture decision record|architectural decision record
raii|resource acquisition is initialization
ood|object oriented design
oop|object oriented programming
orm|object relational mapping
dto|data transfer object
dry|don't repeat yourself|duplication
yagni|speculative generality
lro|long running operation
ci|continuous integration
cd|continuous delivery|continuous deployment
iac|infrastructure as code
k8s|kubernetes
a11y|accessibility
i18n|internationalization|localization
l10n|localization|internationalization
pr|pull request
mr|merge request
vcs|version control
sla|service level agreement
slo|service level objective
sli|service level indicator
mvp|minimum viable product
rpc|remote procedure call
ssr|server side rendering
spa|single page application
lcp|largest contentful paint
cdn|content delivery network
ttl|time to live
gc|garbage collection
ui|user interface
ux|user experience
cli|command line
sdk|software development kit
llm|large language model
acl|access control list
waf|web application firewall
sast|static analysis
dast|dynamic analysis
sbom|software bill of materials
uuid|guid
regex|regexp|regular expression
redos|regular expression denial of service
toctou|time of check
db|database
env|environment
config|configuration
auth|authentication
authn|authentication
authz|authorization
repo|repository
deps|dependencies
async|asynchronous
sync|synchronous
perf|performance
args|arguments
params|parameters
docs|documentation
impl|implementation
init|initialize
prod|production
dev|development
infra|infrastructure
js|javascript
ts|typescript
py|python
golang|go
folder|directory
login|sign in|log in
logout|sign out|log out
mitm|man in the middle
cve|known vulnerability
pkce|proof key for code exchange
mtls|mutual tls
kms|key management
iam|identity and access management
sri|subresource integrity
crypto|cryptography
creds|credentials
aria|accessible rich internet applications
dom|document object model
pwa|progressive web app
cls|cumulative layout shift
inp|interaction to next paint
ttfb|time to first byte
csr|client side rendering
ssg|static site generation
cqrs|command query responsibility segregation
mvc|model view controller
mvvm|model view viewmodel
solid|single responsibility
srp|single responsibility
ocp|open closed principle
lsp|liskov substitution
isp|interface segregation
dip|dependency inversion
fp|functional programming
sre|site reliability
rca|root cause analysis
rto|recovery time objective
rpo|recovery point objective
mttr|mean time to recovery
etl|extract transform load
n+1|n plus one
gdpr|data protection regulation
sca|software composition analysis
oss|open source
sse|server sent events
ws|websocket
mq|message queue
nfr|non functional requirement
dod|definition of done
dor|definition of ready
qa|quality assurance
uat|user acceptance test
sut|system under test
poc|proof of concept
rfc|request for comments
rpm|requests per minute
rps|requests per second
gha|github actions
vm|virtual machine
pg|postgres|postgresql
tf|terraform
rb|ruby
kt|kotlin
str|string
int|integer
bool|boolean
func|function
var|variable
const|constant
err|error
msg|message
req|request
res|response
util|utility
spec|specification
eval|evaluation
temp|temporary
stdlib|standard library
`

const related = once(() => {
  const table = new Map<string, string[]>()
  for (const group of GROUPS.trim().split('\n')) {
    const words = group.split('|')
    for (const word of words) {
      const others = words.filter((other) => other !== word)
      table.set(keyOf(word), [...new Set([...(table.get(keyOf(word)) ?? []), ...others])])
    }
  }
  return table
})

/** A phrase in any inflection; a single word as it is, because `ios` and `io` are not one acronym. */
function keyOf(phrase: string): string {
  return phrase.includes(' ') ? stemPhrase(phrase) : phrase
}

/** Returns the long forms of an acronym and the acronyms of a phrase, in lower case. */
export function acronymsFor(phrase: string): readonly string[] {
  return related().get(keyOf(phrase)) ?? []
}

// Words on -ise and -our that American English writes the same way.
const SAME_ISE =
  /(?:^(?:exerc|adv|rev|surpr|prom|comprom|superv|telev|prec|conc|prem|franch|rai?s?|prai|noi|pois|ri|wi|otherw|likew|expert|enterpr|merchand|improv|dev|disgu|desp|exc|inc|circumc)is)/

/** Returns the American spelling of a British word in lower case; other words as they are. */
export function americanSpelling(word: string): string {
  if (word.length < 5) return word
  let spelled = word
  if (word.length > 6 && !SAME_ISE.test(word))
    spelled = spelled.replace(/is(e|es|ed|ing|er|ers|able)$/, 'iz$1').replace(/isation(s?)$/, 'ization$1')
  return spelled
    .replace(/^(behavi|col|fav|hon|lab|neighb|endeav|rum|hum|flav|arm|harb|vap)our/, '$1or')
    .replace(/^(cent|met|lit|fib|theat)re(s?)$/, '$1er$2')
    .replace(/^(anal|catal|paral)yse/, '$1yze')
    .replace(/^(analys|paralys)ing$/, (stem) => stem.replace('ys', 'yz'))
    .replace(
      /^(cancel|label|model|travel|signal|fuel|level|channel|marshal|initial|total)l(ed|ing|er|ers)$/,
      '$1$2',
    )
    .replace(/^(catal|dial|anal|monol)ogue(s?)$/, '$1og$2')
    .replace(/^(licen|defen|offen|preten)ce/, '$1se')
    .replace(/^artefact/, 'artifact')
    .replace(/^programme(s?)$/, 'program$1')
    .replace(/^fulfil(s|ment)?$/, 'fulfill$1')
    .replace(/^grey/, 'gray')
    .replace(/^judgement/, 'judgment')
    .replace(/^acknowledgement/, 'acknowledgment')
    .replace(/^ageing$/, 'aging')
    .replace(/^whilst$/, 'while')
}
