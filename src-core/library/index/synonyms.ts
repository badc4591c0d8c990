/**
 * Words that say about the same, as people describe a problem and as standards name it. The first group of a line is what is
 * asked, the second what is also searched for; `=` joins words that stand for each other.
 */
const SYNONYMS = `
rate limiting=throttling
brute force=password guessing=lockout
guess,guessing>brute force,lockout
mock=stub=fake=test double
naming=name=identifier
translate,translation,translated>localization,internationalization
language,languages>localization
undo,roll back>rollback,revert
secret=credential
password=credential
button,control>interactive element
upload=file upload
wrap=wrapping
short=small=concise
slow,fast,speed>performance,latency
crash=panic=exception
colleague,newcomer,new hire,new team member>onboarding
join,joins>onboarding
font=typeface
screen reader,blind,disabled,disability>assistive technology,accessibility
random,unpredictable,dice>random number,randomness
lock=mutex
thread,threads,parallel>concurrency,concurrent
simultaneously,at the same time>concurrency,race condition
shared state,sharing state>data race,mutable global
free memory,release memory>memory leak,deallocate
cleanup,clean up>dispose,release
hide,hidden>encapsulation,private
hack,hacker,attacker,evil,malicious>attack
fake form,on behalf>forgery
flood,flooded,overload,overloaded>throttling,denial of service,load shedding,backpressure
retry=retries=backoff
page load>web performance,largest contentful paint
deciding,decide,decision,options>decision record,trade study
argument,parameter>boolean parameter,flag argument
true,false>boolean
hard to read,unreadable,confusing>readability
old code,messy code>legacy,refactoring
duplicate,duplicated,repeated,copy paste>duplication
nested,nesting>complexity,early return
comment,comments>documentation
settings=configuration
environment variable=configuration
ship,shipping,go live>release,deployment
gradual,gradually>canary,feature flag
outage,downtime>incident,availability
postmortem=incident review
monitoring=observability
trace=tracing=correlation
health check=liveness=readiness
backwards compatible,backward compatibility>breaking change,versioning
deprecate,remove>deprecation
untrusted,user input>input validation,sanitize
escape=encoding
personal data,private data>privacy,pii
steal,stolen,hijack>session hijacking,theft
logged in,signed in>session,authenticated
permission,permissions>authorization,access control
encrypt=encryption
hash=hashing
certificate=tls
big,huge,large>size
split,splitting>separate,decompose
flaky>nondeterministic,unreliable test
order,ordering>sort
unused>dead code
optional,missing,null,nil>null
empty>null,zero value
loop=iteration
variable=constant
function=method
folder=directory
file layout>project structure
meeting=ceremony
estimate>estimation,planning
commit=commits
merge=merging
reviewer=code review
library=dependency=package
upgrade,update>dependency update
offline>cache
cost=billing
time zone,timezone>date,utc
money,currency>decimal
`

const synonyms = new Map<string, string[]>()
const add = (from: string, to: readonly string[]) =>
  synonyms.set(from, [...new Set([...(synonyms.get(from) ?? []), ...to.filter((word) => word !== from)])])
for (const line of SYNONYMS.trim().split('\n')) {
  const [asked = '', also] = line.split('>')
  if (also === undefined) for (const word of asked.split('=')) add(word, asked.split('='))
  else for (const word of asked.split(',')) add(word, also.split(','))
}

/** Returns words that standards use for what a word or phrase, in lower case, describes. */
export function synonymsOf(phrase: string): readonly string[] {
  return synonyms.get(phrase) ?? []
}
