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
ban: prohibit outlaw bar
base: headquarter headquarters
big large huge: large big huge giant
biggest largest: largest biggest
blame: fault
block: halt stop
boat ship vessel: ship boat vessel
bomb: strike airstrike
book: novel memoir
boss: chief executive ceo chairman chairwoman
boy: son teenager teen
brother sister: sibling
bump: hit collide
buy: takeover deal
call: dub name describe brand label
cancel: scrap axe call
car vehicle: vehicle car
carry: transport
cartoon: comic
catch: capture nab
cause trigger: cause trigger prompt spark
celebrate: mark
change: alter switch
charge: indict accuse
cheap: affordable
cheat: fraud
chief head: boss chief head president chairman chairwoman director leader
child children kid: kid child children youngster
choose: select pick
claim: allege say
climb: ascend scale
collide: crash collision
come: arrive visit travel
company: firm business
compete: race play
complain: complaint
concert: show gig
cop police policeman: officer police
cost price: price cost fee worth charge
country nation: nation country
crash: collide collision accident wreck derail
create make: create creator found make design develop
criticize: slam blast condemn denounce rebuke
cut reduce lower: cut slash reduce lower trim
damage: destroy
dangerous: deadly risky
daughter son: child
deal: agreement pact
decide: ruling rule
decline: fall drop
defeat beat: topple edge top beat upset victory win
delay postpone: postpone delay reschedule
demand: call
deny: reject dispute
deploy: send
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
earn: make salary income win
earthquake quake: quake earthquake temblor
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
fix repair: repair fix
flat apartment: apartment
flood: deluge floodwater
football: soccer
forecast: predict projection
found start: found founder create establish launch
free release: free release
fund: finance money
game: match
garbage trash: trash garbage waste
get: receive win earn obtain record
give: donate
go: travel
grab: win take snag
grant: give
grow: rise increase expand
gun: weapon rifle firearm pistol
gunman shooter: shooter gunman suspect
happen occur: occur happen
harm: hurt injure
help: assist aid
hire: recruit appoint
hold: host
host: emcee
hotel: resort
house home: house home residence property
hurt injure wound: injure wound hurt injury
idea: plan proposal
improve: better
increase: rise grow jump climb surge soar hike
infect: contract catch case
introduce: unveil debut launch
invent: inventor create creator
investigate: probe investigation inquiry
jail prison: prison jail
join: sign
judge: justice
jump: rise increase climb surge soar spike
kill: dead die death fatal fatally murder toll slay
kind type: kind type species sort
knock: eliminate
land: touchdown arrive splashdown
launch: liftoff lift blast debut introduce
law: bill legislation act
lawsuit: sue complaint
lawyer attorney: attorney lawyer
lead: conduct
leader: head chief
leave: depart exit quit
left: remain
lie: false falsely
link: associate connect tie
live reside: resident reside live home
locate: find
lock: prison jail custody
manage: run
marry: wife husband spouse
meet: sit talk
mistake: error
money: fund dollar
mother mom: mother mom parent
movie: film
murder: kill slay
music: song
offer: propose
oil: crude
open: debut unveil
operate: run
order: direct
organize: host
pandemic: covid coronavirus
partner: boyfriend girlfriend
pay: cost price purchase buy acquire acquisition
perform: sing play
photo picture: photograph image photo picture
pick: name appoint choose select tap nominate
place: location site spot
plan: intend aim propose
plant factory: factory plant
play: star portray perform
poison: toxic
poll survey: survey poll
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
push: press
quit: leave depart exit retire
race: compete
raise: collect hike increase higher
rank: list
recall: pull
receive: get
recover: recovery
refuse reject: reject decline deny refuse
remove: pull strip take
rename: name
replace: succeed takeover
reporter journalist: journalist reporter correspondent
rescue save: save rescue
resign: depart leave exit
respond: reply response
return: back
rich: wealthy
rise: climb jump increase surge soar spike
rob: steal
rule: decision decide
run: lead manage operate head president chairman director chief
safe: safety
salary: pay
school: university college campus
search: hunt
seek: ask
sell: buyer auction
sentence: prison jail
separate: split
serve: work
show: series program
shrink: decline
sick: illness infect case
sing perform: sing perform rendition
singer: musician artist
size: large
song single: song single track
speak: address
speed: mph
spend: cost
spill: leak
split: divorce separate
star: play actor
start: launch open
steal: rob theft
stop: halt end suspend block
store shop: shop store
storm hurricane: storm hurricane
stuck: strand trap
student: pupil
study: research
suffer: diagnose
suggest: propose
support: back
suspect: gunman shooter accuse
suspend: ban
talk: speak
teach: professor lecturer instructor
teacher: educator
test: trial
threat: threaten
throw: vacate overturn dismiss toss
title: championship
tour: concert
trade: swap
train: railway
travel: fly trip go
treat: treatment
truck: vehicle
tv television: tv television
university college: university college
urge: call ask press
use: employ
vaccine: shot jab
video: footage
volunteer: help
wait: delay
walk: stroll
war: conflict
warn: alert caution
weapon: gun
wife husband: spouse marry
win: capture claim clinch triumph prevail
work: job employ employee worker
worry: concern fear
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
