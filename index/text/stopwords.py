"""Function words by language: they carry no subject, so they are neither indexed nor asked for."""

from __future__ import annotations

_WORDS = {
    "en": """a about above after again against all also am an and any are aren't as at be because been before being
        below between both but by can cannot can't could couldn't did didn't do does doesn't doing don't down during
        each else ever few for from further had hadn't has hasn't have haven't having he he'd he'll her here hers
        herself he's him himself his how i i'd if i'll i'm in into is isn't it it's its itself i've just let's me
        might more most much must my myself no nor not of off on once only or other ought our ours ourselves out over
        own please same shall shan't she she'd she'll she's should shouldn't so some such than that that's the their
        theirs them themselves then there there's these they they'd they'll they're they've this those though through to
        too under until up upon us very was wasn't we we'd we'll were we're weren't we've what what's when where which
        while who whom who's whose why will with won't would wouldn't yet you you'd you'll your you're yours yourself
        yourselves you've many tell""",
    "de": """aber alle allem allen aller alles als also am an ander andere anderen anderer auch auf aus bei bin bis
        bist da damit dann das dass dein deine dem den denn der des dessen die dies diese diesem diesen dieser dieses
        doch dort du durch ein eine einem einen einer eines er es etwas euch euer für gegen gewesen hab habe haben hat
        hatte hatten hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in indem ins ist ja jede jedem
        jeden jeder jedes jener kann kein keine keinem keinen keiner können könnte man manche mein meine mich mir mit
        muss musste nach nicht nichts noch nun nur ob oder ohne sehr sein seine seinem seinen seiner seit sich sie
        sind so solche soll sollte sondern sonst über um und uns unser unter viel vom von vor wann war waren warum was
        weg weil welche welchem welchen welcher welches wem wen wenn wer werde werden wie wieder will wir wird wirst
        wo wurde wurden zu zum zur zwar zwischen wieviel viele""",
    "fr": """à ai au aucun aussi autre aux avaient avait avant avec avez avoir avons c ce ceci cela celle celles celui
        ces cet cette ceux chez comme comment d dans de depuis des du elle elles en encore entre est et étaient était
        été être eu eux fut furent il ils j je jusqu l la là le les leur leurs lors lui m ma mais me même mes moi mon n
        ne ni nos notre nous on ont ou où par pas pendant peu peut plus pour pourquoi qu quand que quel quelle quelles
        quels qui quoi s sa sans se sera ses si son sont sous sur t ta te tes toi ton tous tout toute toutes très tu un
        une vos votre vous y combien""",
    "es": """a al algo algunos ante antes aquel como cómo con contra cual cuál cuales cuáles cuando cuándo cuanto
        cuánto cuantos cuántos de del desde donde dónde durante e el él ella ellas ellos en entre era eran es esa esas
        ese eso esos esta está están estas este esto estos fue fueron ha había habían han hasta hay la las le les lo
        los más me mi mientras mis mucho muy nada ni no nos nosotros nuestra nuestro o os otra otro otros para pero poco
        por porque que qué quien quién quienes se sea ser si sí sido sin sobre son su sus también tanto te tiene todo
        todos tu tus un una uno unos y ya yo""",
    "it": """a ad agli ai al alla alle allo anche avere aveva che chi ci come con cosa cui da dagli dai dal dalla dalle
        degli dei del della delle dello di dopo dove e è ed era erano essere fra fu furono gli ha hanno i il in io la le
        lei li lo loro lui ma mi mio ne nei nel nella nelle noi non nostro o ogni per perché più poi prima quale quali
        quando quanti quanto quella quelle quelli quello questa queste questi questo se sei si sia sono sta stato su
        sua sue sui sul sulla suo suoi te ti tra tu tutti tutto un una uno vi voi""",
    "pt": """a ao aos aquela aquele as às até com como da das de dela dele deles depois do dos e é ela elas ele eles em
        entre era eram essa esse esta está estas este estes eu foi foram há isso isto já lhe mais mas me mesmo meu minha
        muito na não nas nem no nos nós nossa nosso num numa o onde os ou para pela pelas pelo pelos por porque qual
        quais quando quanto quantos que quem se sem ser seu seus só sua suas também te tem têm um uma você""",
    "nl": """aan af al als andere ben bij daar dan dat de deze die dit doch doen door dus een en er ge geen had hadden
        heb hebben heeft hem het hier hij hoe hoeveel hun iets ik in is ja je jij kan kon kunnen maar me meer men met
        mij mijn moet na naar niet niets nog nu of om omdat ons ook op over reeds te tegen toch toen tot u uit van veel
        voor waar waarom wanneer want waren was wat welke werd werden wie wij wil worden wordt zal ze zich zij zijn zo
        zonder zou""",
    "sv": """alla allt att av bara blev bli blir de dem den denna deras dess det detta dig din du där då efter ej eller
        en er ett från för ha hade han hans har henne hon honom hur i icke in inte jag ju kan kunde man med mellan men
        mig min mot mycket ni när någon något några nu och om oss på sedan sig sin sina sitt ska skulle som så till
        under upp ut utan vad var vara varför varje vem vi vid vilka vilken vilket är över många""",
    "ru": """а без более был была были было быть в вам вас весь во вот все всего всех вы где да даже для до его ее её
        если есть еще ещё же за здесь и из или им их к как какая какие какой когда кого кто куда ли между меня мне мы
        на над надо нас не него нее ней нет ни них но ну о об однако он она они оно от очень по под после потом потому
        почему при про с сам свое свой своих себе себя со так также там тем то того тоже только том тот ту ты у уже
        хотя чего чей чем что чтобы эта эти это этого этой этом этот я сколько""",
}

STOPWORDS: dict[str, frozenset[str]] = {
    language: frozenset(part for word in words.split() for part in (word, word.replace("'", "")))
    for language, words in _WORDS.items()
}
"""ISO 639-1 code -> case-folded words, accents as written; apostrophes also left out ("don't", "dont")."""
