"""Other words for what a question says, as news puts it: who was "injured" was "hurt" (English)."""

from __future__ import annotations

from functools import cache

from bot.answering.lexicon.families import forms
from index.text.tokens import tokenize

_SYNONYMS = """
accident: crash collision wreck
accuse: allege charge
actor actress: star
agree: deal agreement pact
aid: assistance help relief
aim: goal target
aircraft plane jet: airplane plane aircraft jet jetliner airliner
allow let: permit permit let allow
announce reveal unveil: unveil reveal announce disclose
apologize: sorry apology
appoint name choose pick select nominate: appoint name tap choose pick select nominate
approve: pass clear authorize okay greenlight
argue: contend
arrest: custody detain apprehend jail nab
arrive: land reach
assassinate: kill murder
attempt try: attempt try test bid
attend: join
award: prize honor trophy
back support endorse: endorse support back endorsement
bad: poor tainted
ballot: vote
ban: prohibit outlaw bar
band: group
base: headquarter headquarters
best: top
big large huge: large big huge giant
biggest largest: largest biggest
bike bicycle: bicycle bike
blame: fault
blizzard: storm snow
block: halt stop
blow: explode explosion
boat ship vessel: ship boat vessel
bomb: strike airstrike
book: novel memoir
border: frontier
boss: chief executive ceo chairman chairwoman
boy: son teenager teen
break: shatter
brother sister: sibling
bump: hit collide
bury: funeral burial
bus: coach
buy: takeover deal order purchase
call: dub name describe brand label
cancel: scrap axe call
candidate: nominee
capsize: sink
car vehicle: vehicle car
carry: transport
cartoon: comic
cash: money
catch: capture nab arrest apprehend
cause trigger: cause trigger prompt spark
celebrate: mark
cell: prison jail
change: alter switch
charge: indict accuse
cheap: affordable
cheat: fraud
chief head: boss chief head president chairman chairwoman director leader
child children kid: kid child children youngster
choose: select pick
chop: cut
church: parish
claim: allege say
climb: ascend scale
cold: freeze frigid
college: alma
collide: crash collision
come: arrive visit travel
comedian: comic
company: firm business
compete: race play
complain: complaint
concert: show gig
cop police policeman: officer police
cost price: price cost fee worth charge
country nation: nation country
covid coronavirus: pandemic covid coronavirus
crash: collide collision accident wreck derail
create make: create creator found make design develop
criticize: slam blast condemn denounce rebuke
crowd: attendance
customer: shopper consumer
cut reduce lower: cut slash reduce lower trim
damage: destroy
dangerous: deadly risky
daughter son: child
deal: agreement pact
debut: launch premiere
decide: ruling rule
decline: fall drop
defeat beat: topple edge top beat upset victory win
delay postpone: postpone delay reschedule
demand: call
deny: reject dispute
deploy: send
deport: remove removal expel
describe: call
design: create designer
destroy: level raze ruin damage demolish burn flatten wreck
detect find discover: detect identify spot uncover find
develop: create make
die: toll killed fatal fatally fatality loss succumb
discuss: review consider debate
disease: illness virus
doctor: physician surgeon
donate: give contribute donation pledge
doubt: question
draw: devise
drop: fall decline plunge tumble slide decrease
drown: die dead
drug: medication medicine
dump: drop ditch abandon
earn: make salary income win
earthquake quake: quake earthquake temblor
egg: dozen
employ: hire worker staff
employee worker: worker employee staff staffer
end finish: end finish conclude complete
escape flee: flee escape
estimate: project forecast
evacuate: evacuation flee
examine: study
exit: leave
expensive: price cost pricey
explode: bomb
fail: failure unsuccessful
fake: false bogus
fall: drop decline plunge tumble slide decrease
fan: supporter
fast: quick speed
father dad: father dad parent
fear: worry concern
film movie: movie film
fine: penalty
fix repair: repair fix
flat apartment: apartment
flood: deluge floodwater
football: soccer
forbid: ban prohibit
forecast: predict projection
found start: found founder create establish launch
free release: free release exonerate
fund: finance money
game: match
garbage trash: trash garbage waste
gas: gasoline petrol fuel
get: receive win earn obtain record
give: donate
go: travel
goal: score
grab: win take snag
grant: give
grow: rise increase expand
gun: weapon rifle firearm pistol
gunman shooter: shooter gunman suspect
hack: breach cyberattack
hang: display
happen occur: occur happen
harm: hurt injure
heat: temperature
heaviest: large
help: assist aid
hide: conceal
hire: recruit appoint
hold: host
host: emcee
hot: heat temperature
hotel: resort
house home: house home residence property
hurt injure wound: injure wound hurt injury
idea: plan proposal
illness: disease
immigrant migrant: migrant immigrant asylum
improve: better
increase: rise grow jump climb surge soar hike
infect: contract catch case
inmate prisoner: prisoner inmate
insect: bug
introduce: unveil debut launch
invent: inventor create creator
investigate: probe investigation inquiry
jail prison: prison jail
join: sign
judge: justice
jump: rise increase climb surge soar spike
kidnap: abduct hostage abduction
kill: dead die death fatal fatally murder toll slay
killer murderer: kill murder convict
kind type: kind type species sort
king queen: monarch
knock: eliminate
land: touchdown arrive splashdown
launch: liftoff lift blast debut introduce
law: bill legislation act
lawsuit: sue complaint
lawyer attorney: attorney lawyer
layoff: cut job
lead: conduct
leader: head chief
leak: disclose publish
leave: depart exit quit
left: remain
lie: false falsely
lift: ease end
link: associate connect tie
live reside: resident reside live home
loan: debt
locate: find
lock: prison jail custody
mad: angry anger
manage: run
marry: wife husband spouse
medicine: drug medication
meet: sit talk
merge: merger combine
missing: disappear vanish
mistake: error
monarch: king queen
money: fund dollar
mother mom: mother mom parent
movie: film
murder: kill slay
music: song
nominate: nominee
offer: propose
oil: crude
open: debut unveil
operate: run
order: direct
organize: host
owe: debt
pandemic: covid coronavirus
partner: boyfriend girlfriend
pay: cost price purchase buy acquire acquisition
pepper: chili
perform: sing play
photo picture: photograph image photo picture
pick: name appoint choose select tap nominate
pilot: captain
place: location site spot
plan: intend aim propose
plant factory: factory plant
play: star portray perform
poison: toxic
poll survey: survey poll
poop: defecate
pop: burst
pope: pontiff
population: people resident
predict: forecast
pregnant: pregnancy
president: leader
prevent: stop
problem: issue
produce: make
promise: pledge vow
protect: shield
protest: demonstrate rally demonstration demonstrator protester
prove: evidence
publish: release
punish: penalty sanction
puppy: dog
push: press
queue: line
quit: leave depart exit retire
race: compete
rain: rainfall downpour
raise: collect hike increase higher
rank: list
rebel: militant insurgent
recall: pull
receive: get
recover: recovery
refund: reimburse
refuse reject: reject decline deny refuse
remove: pull strip take
rename: name
replace: succeed takeover
reporter journalist: journalist reporter correspondent
rescue save: save rescue
researcher: scientist
resign: depart leave exit
respond: reply response
return: back
rich: wealthy billionaire
riot: violence unrest protest clash
rise: climb jump increase surge soar spike
road: highway street
rob: steal
robber thief: thief robber suspect burglar
rocket: launch spacecraft
rule: decision decide
run: lead manage operate head president chairman director chief
safe: safety
salary: pay
school: university college campus
scientist: researcher
scrap: axe cancel shelve
search: hunt
seek: ask
sell: buyer auction
sentence: prison jail
separate: split
serve: work
shooting: gunfire
show: series program
shrink: decline
sick: illness infect case
sign: autograph
sing perform: sing perform rendition chant
singer: musician artist
size: large
smoky: smoke haze
snow: snowfall
soldier: troop serviceman
song single: song single track
sort: type kind variety
spacecraft: capsule probe
speak: address
speed: mph
spend: cost
spicy: hot
spill: leak
split: divorce separate
spouse: husband wife
star: play actor
start: launch open
steal: rob theft
stock: share
stop: halt end suspend block
store shop: shop store
storm hurricane: storm hurricane
stuck: strand trap
student: pupil
study: research
subscriber: user customer
suffer: diagnose
suggest: propose
support: back
surgery operation: surgery operation procedure
suspect: gunman shooter accuse
suspend: ban
swap exchange: trade
symptom: sign
talk: speak
tax: levy
teach: professor lecturer instructor
teacher: educator
team: club side squad
tear: demolish
test: trial
threat: threaten
throw: vacate overturn dismiss toss
title: championship
tornado: twister
tour: concert
tourist: visitor traveler
town: city
trade: swap
train: railway
travel: fly trip go
treat: treatment
truck: vehicle
tv television: tv television
undo: reverse
union: worker
university college: university college
urge: call ask press
use: employ
user: subscriber
vaccine: shot jab
vanish: disappear missing
video: footage
visitor: tourist guest
volunteer: help
wage: pay salary
wait: delay
walk: stroll
war: conflict
warn: alert caution
watch: viewer audience view
wealth: fortune
weapon: gun
wife husband: spouse marry
wildfire: fire blaze
win: capture claim clinch triumph prevail
work: job employ employee worker
worry: concern fear
worst: deadliest
worth: value
wreck: crash destroy demolish ruin damage
write: pen author
yell: shout
"""
"""Words of questions, and behind the colon those of which one may stand in the answer."""


_IRREGULAR = """
begin began begun, bring brought, build built, buy bought, catch caught, choose chose chosen, eat ate eaten,
fall fell fallen, fight fought, find found, flee fled, get got gotten, give gave given, go went gone, grow grew grown,
hold held, keep kept, lead led, leave left, make made, meet met, pay paid, rise rose risen, run ran, sell sold,
send sent, shake shook, shoot shot, sing sang sung, sink sank sunk, slay slew slain, speak spoke spoken, spend spent,
steal stole stolen, take took taken, teach taught, throw threw thrown, win won, write wrote written
"""
"""Verbs whose other forms no stemmer brings together. `families` has other verbs besides, which would lead too far."""


@cache
def _forms() -> dict[str, frozenset[str]]:
    """Return the term of each irregular verb -> those of all its forms."""
    verbs = (tokenize(verb, "en") for verb in _IRREGULAR.split(","))
    return {base: frozenset({base, *others}) for base, *others in verbs}


@cache
def _by_term() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for line in rows():
        heads, others = (tokenize(words, "en") for words in line)
        said = frozenset[str]().union(*(_forms().get(term, {term}) for term in others))
        for head in frozenset[str]().union(*map(forms, heads)):
            found[head] = found.get(head, frozenset()) | said - {head}
    return found


def rows() -> list[tuple[str, str]]:
    """Return the table: words of questions, and words for them."""
    return [(heads, others) for heads, _, others in (line.partition(":") for line in _SYNONYMS.strip().splitlines())]


def synonyms(term: str) -> frozenset[str]:
    """Return the terms that may say the same as a term.

    >>> "hurt" in synonyms("injur"), "defeat" in synonyms("win")
    (True, False)
    """
    return _by_term().get(term, frozenset())
