import { once } from '../../base/once.ts'
import { stemPhrase } from './stem.ts'

/**
 * What people say and what standards say about the same, by field. `=` joins words that stand for each other; before `>` is what
 * is asked, after it what is also searched for. Inflected forms need no entry of their own, because single words are compared by stem.
 */
const SYNONYMS = `
# testing
mock=stub=fake=test double
flaky,unstable test,unreliable test>nondeterministic,flaky
test data=fixture
check,verify>assert
assertion=expectation
example based>table driven,parameterized
fuzzing=property based
end to end=system test,acceptance test
test suite=test
code coverage=test coverage
regression>regression test
load test=performance test=stress test
edge case=corner case=boundary

# errors and reliability
crash,abort>panic,unhandled exception
failure=error=fault
exception=error
throw=raise
catch,rescue,recover>error handling
swallow,ignore error,silent failure>empty catch,swallowed
error message=diagnostic
propagate,pass on>wrap,rethrow
retry=retries=backoff
timeout=deadline
hang,stuck,freeze>deadlock,timeout
failover,fall back>fallback,graceful degradation
overload,overloaded,too many requests>throttling,backpressure,load shedding,denial of service
rate limiting=throttling
outage,downtime>incident,availability
resilient,robust>resilience,fault tolerance
shut down,stop gracefully>graceful shutdown
missing,absent>null,optional
nil=null=none
empty>null,zero value

# security
hack,hacker,attacker,evil,malicious>attack,threat
vulnerability=weakness
guess,crack>brute force,lockout
brute force=password guessing
password=credential
secret=credential
api key=secret
steal,stolen,hijack>session hijacking,theft
leak,expose>disclosure,leakage
untrusted,user input>input validation,sanitize
sanitize=escape
escape=output encoding
allow list=whitelist
deny list=blacklist
log in,signed in,logged in>session,authentication
log out>session,invalidation
identity,identify>authentication
permission,access right,privilege>authorization,access control
forge,forged,forgery,impersonate>spoofing,request forgery
encrypt=encryption=cryptography
encrypt=cipher
hash=digest
certificate=tls
random,unpredictable>randomness,random number
secure,safe,safely>security
personal data,private data,sensitive data>privacy,pii,confidential
redact=mask
anonymize=pseudonymize
audit trail=audit log
least privilege=minimal permission
threat model=threat modeling
supply chain=dependency

# logging and operation
log=logging
print,console output>logging
trace=tracing=span
request id=correlation id=trace id
monitoring=observability
monitor=alert
metric=measurement
dashboard=visualization
alarm=alert
health check=liveness=readiness
postmortem=incident review=retrospective
on call>incident response
telemetry=instrumentation
backup=restore
disaster>recovery

# names, style and readability
naming=name=identifier
rename>naming
capital letter,uppercase,lowercase>case,capitalization,camel case
format,formatting>formatter,style
whitespace,blank>spacing,indentation
indent=indentation
line length=column limit
wrap=wrapping
tidy,clean code>readability
hard to read,unreadable,confusing,cryptic>readability,clarity
understandable,clear>readability
short=small=concise
long,huge,giant,big,large>size,length
nested,nesting>complexity,early return,guard clause
magic number=literal=constant
duplicate,repeated,copy paste>duplication
comment=doc comment
comments>documentation
unused>dead code
old code,messy code,legacy>refactoring,technical debt
clean up,cleanup>refactoring,dispose
linter=static analysis

# code and types
function=method=procedure
argument=parameter
flag,switch>boolean
boolean=bool
optional=nullable
variable=constant
field=property=attribute
loop=iteration=iterate
list=array=slice=sequence=vector
map=dictionary=hash table
string=text
enum=enumeration
cast=conversion=type assertion
convert>conversion
generic=template
callback=closure=lambda
global variable=global state=singleton
immutable=read only=const
mutate,modify>mutable
copy>clone
serialize=marshal
deserialize=unmarshal=parse
parser=parsing
time zone,daylight saving>date,utc
timestamp=date
money,currency,price>decimal
round,rounding>floating point,precision
regular expression=pattern
macro=metaprogramming
reflection=introspection
import=include
annotation=decorator

# design
hide,hidden,internals>encapsulation,private,abstraction
interface=protocol=contract
inheritance=subclass
composition>inheritance
coupling,entangled>decoupling,dependency
decouple=loose coupling
layer=tier
structure,folder layout,file layout>project structure,directory
folder=directory
split,separate,break up>modular,decompose
design=architecture
trade off,alternatives,choose,decide,decision>decision record,trade study
principle=guideline
business logic=domain logic
wire,assemble>dependency injection
service=microservice
monolith=microservice
event=message
queue=message broker
publish=pubsub

# concurrency
thread=concurrency
parallel=concurrent
simultaneously,at the same time,same time>concurrency,race condition
race=data race=race condition
shared state,share state,shared memory>data race,mutable,synchronization
lock=mutex
atomic=synchronization
async=asynchronous=await
promise=future
coroutine=goroutine=task
cancel=cancellation
thread pool=worker pool
background job=worker

# performance and resources
slow,fast,speed,quick>performance,latency
optimize=optimization
bottleneck=profiling
profile=profiler
memory,ram>allocation,memory leak
free,release memory>deallocate,destructor
resource leak=leak
dispose=close=cleanup
cache=caching
expire=expiration=ttl
lazy,on demand>lazy loading
page load,load time>web performance,page speed
bundle size=code splitting
throughput=scalability
scale>scalability
cost,bill>billing,cost optimization
benchmark=measure
batch=bulk

# data
store,save,persist>persistence,database
table,column>schema
schema change>migration
query=sql
lookup>index
n+1>eager loading
transaction=isolation
connection pool=pooling
delete,erase,purge>deletion,retention
keep data,how long>retention
constraint>foreign key
replicate>replication
stale>consistency,invalidation

# interfaces over a network
endpoint=route=resource
rest=restful=http api
url=uri
status code=response code
request body=payload
page,pages>pagination
pagination=cursor
sort,order,ordering>sorting
filter>filtering
backwards compatible,backward compatible,break clients>breaking change,versioning
deprecate,sunset>deprecation
repeatable,retry safe>idempotency,idempotent
subscribe>webhook,event
upload=file upload
download>streaming
header=http header
quota>rate limiting

# dependencies and build
library=package=dependency
third party>dependency,vendor
upgrade,update,outdated>dependency update,version
pin=lockfile
license>licensing,open source
compile=build
reproducible=deterministic
artifact=package
container=docker
image=container image
settings,options>configuration
environment variable=configuration
toggle=feature flag
toolchain=tooling

# git and review
commit=commits
undo,roll back,take back>revert,rollback
merge=merging
branch=branching
conflict>merge conflict
history>rebase,commit
reviewer=code review
feedback>review comment
approve=approval
pull request=merge request

# user interface
blind,deaf,disabled,disability,impaired>assistive technology,accessibility
screen reader=assistive technology
button,control,widget>interactive element,component
dialog=modal
form>input,label
colour blind,color blind>contrast
font=typeface=typography
keyboard>focus,accessibility
mobile,phone>responsive
layout=grid
animation=motion
translate,translation,languages>localization,internationalization
language>localization
render=rendering

# documents, team and release
manual,instructions>documentation
readme=documentation
example=sample
explain,describe>documentation
diagram=visualization
newcomer,new hire,new member,newbie,junior>onboarding
joins>onboarding
meeting,standup>ceremony,agile
estimate>estimation,planning
finished,complete>definition of done
ready>definition of ready
requirement=user story
ticket,task>work item,backlog
go live,ship,roll out>release,deployment
deploy=deployment
release=deployment
gradual,step by step>canary,feature flag,progressive
staging>environment
automate>automation,pipeline
pipeline=workflow
`

const synonyms = once(() => {
  const table = new Map<string, Set<string>>()
  const add = (from: string, to: readonly string[]) => {
    const key = stemPhrase(from)
    const words = table.get(key) ?? new Set()
    table.set(key, words)
    for (const word of to) if (stemPhrase(word) !== key) words.add(word)
  }
  for (const line of SYNONYMS.split('\n')) {
    if (line === '' || line.startsWith('#')) continue
    const [asked = '', also] = line.split('>')
    if (also === undefined) for (const word of asked.split('=')) add(word, asked.split(/[=,]/))
    else for (const word of asked.split(',')) add(word, also.split(','))
  }
  return table
})

/** Returns words that standards use for what a word or phrase, in lower case, describes. */
export function synonymsOf(phrase: string): readonly string[] {
  return [...(synonyms().get(stemPhrase(phrase)) ?? [])]
}
