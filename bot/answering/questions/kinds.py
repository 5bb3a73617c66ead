"""What kind of answer a question in German, Spanish, French or Russian expects, by its question words."""

from __future__ import annotations

import re

from index.text.later import later

_PATTERNS: dict[str, tuple[tuple[str, str], ...]] = {
    "de": (
        ("when", r"\b(?:wann|welche[mnrs]? (?:jahr|datum|tag|monat|jahrhundert|jahrzehnt|jahre|zeitraum))\b"),
        ("percent", r"\bwie ?viel prozent|welche[rmn]? (?:prozentuale )?(?:anteil|prozentsatz)\b"),
        ("how old", r"\bwie alt|welche[mn] alter\b"),
        ("how long", r"\bwie (?:lange|oft)\b"),
        ("how much", r"\bwie (?:teuer|viel (?:geld|kostet|kostete|dollar|euro|verdien\w+|bezahl\w+))|"
            r"welche[rn]? (?:preis|betrag|summe)\b"),
        ("how many", r"\bwie ?viele?|welche anzahl|wie hoch (?:ist|war) die (?:an)?zahl\b"),
        ("measure", r"\bwie (?:weit|hoch|tief|breit|schnell|groß|schwer|heiß|kalt|lang|stark)\b"),
        ("who", r"\b(?:wer|wem|wen|wessen)\b"),
        ("where", r"\b(?:wo|woher|wohin|welche[mnrs]? (?:stadt|land|ort|kontinent|region|insel|staat|"
            r"bundesstaat|provinz|gebiet))\b"),
        ("why", r"\b(?:warum|weshalb|wieso|welche[mn] gr[uü]nd\w*)\b"),
        ("definition", r"^\W*was (?:ist|sind) (?:(?:ein|eine|der|die|das) )?[\w-]+(?: [\w-]+)?\W*$"),
        ("how", r"\b(?:wie|wodurch)\b"),
        ("which", r"\b(?:welche\w*|was|womit|wofür|woran|worauf|woraus)\b"),
        ("yes/no", r"^\W*(?:ist|sind|war|waren|hat|haben|hatte|kann|wird|wurde)\b"),
    ),
    "es": (
        ("when", r"\bcuándo|qué (?:año|fecha|día|mes|siglo|década|época)\b"),
        ("percent", r"\bqué (?:porcentaje|proporción|porción)|cuál (?:es|era|fue) el porcentaje\b"),
        ("how old", r"\bcuántos años tiene|qué edad\b"),
        ("how long", r"\bcuánto tiempo|cuántos (?:años|días|meses|minutos|segundos)|cada cuánto|"
            r"con qué frecuencia\b"),
        ("how much", r"\bcuánto (?:dinero|cuesta|costó|costaba|gana|ganó|pag\w+|vale)|qué (?:precio|"
            r"cantidad de dinero)\b"),
        ("how many", r"\bcuánt[oa]s|qué (?:número|cantidad)|cuál (?:es|era|fue) el número\b"),
        ("measure", r"\ba qué (?:distancia|altura|velocidad|profundidad)|cuánto (?:mide|pesa)|(?:cuán|"
            r"qué tan) \w+\b"),
        ("who", r"\bquién|quiénes\b"),
        ("where", r"\b(?:a|de)?dónde|qué (?:ciudad|país|lugar|región|continente|isla|estado|provincia)\b"),
        ("why", r"\bpor qué|qué (?:razón|motivo|causó)\b"),
        ("definition", r"^\W*qué (?:es|son) (?:(?:un|una|el|la|los|las) )?[\w-]+(?: [\w-]+)?\W*$"),
        ("how", r"\bcómo\b"),
        ("which", r"\b(?:qué|cuál|cuáles)\b"),
    ),
    "fr": (
        ("when", r"\bquand|quelles? (?:année|date|époque|décennie)|quels? (?:jour|mois|siècle)\b"),
        ("percent", r"\bquels? pourcentage|quelles? (?:proportion|part)\b"),
        ("how old", r"\bquel âge\b"),
        ("how long", r"\bcombien de (?:temps|jours|mois|années|ans|minutes|secondes)\b"),
        ("how much", r"\bcombien (?:coûte|a coûté|coûtait|d[’']argent|gagne|vaut)|quel (?:prix|montant)\b"),
        ("how many", r"\bcombien|quel (?:est|était) le nombre\b"),
        ("measure", r"\bà quelle (?:distance|hauteur|vitesse|profondeur)|quelle est la (?:taille|hauteur|"
            r"longueur)\b"),
        ("who", r"\bqui\b(?! est-ce que\b)"),
        ("where", r"\boù|quelles? (?:ville|région|île|province)|quels? (?:pays|lieu|endroit|continent|état)\b"),
        ("why", r"\bpourquoi|pour quelle raison\b"),
        ("definition", r"^\W*qu[’']est-ce qu[’'e]\W*(?:une? |l[ae] |les |l[’'])?[\w-]+(?: [\w-]+)?\W*$"),
        ("how", r"\bcomment\b"),
        ("which", r"\b(?:quel|quelle|quels|quelles|que|quoi|lequel|laquelle)\b|\bqu[’']"),
    ),
    "ru": (
        ("when", r"\b(?:когда|как(?:ом|ого|ой|ие|им) (?:год\w*|дат\w*|дн\w*|день|месяц\w*|век\w*|"
            r"столети\w*|десятилети\w*|числ\w*))\b"),
        ("percent", r"\b(?:сколько процентов|как(?:ой|ая) (?:процент|доля)|какой процент)\b"),
        ("how old", r"\b(?:сколько лет (?:было|ему|ей|исполнилось)|в каком возрасте)\b"),
        ("how long", r"\b(?:сколько (?:времени|лет|дней|месяцев|минут|секунд|часов)|как (?:долго|часто))\b"),
        ("how much", r"\b(?:сколько (?:стоит|стоил\w*|денег|долларов|рублей|зарабатыва\w+|заработал\w*)|"
            r"какова? (?:цена|стоимость|сумма))\b"),
        ("how many", r"\b(?:сколько|какое (?:количество|число))\b"),
        ("measure", r"\b(?:как (?:далеко|высоко|глубоко|быстро)|насколько \w+|какова? (?:высота|длина|"
            r"глубина|скорость|площадь|температура))\b"),
        ("who", r"\b(?:кто|кого|кому|кем|чей|чья|чьё|чье|чьи)\b"),
        ("where", r"\b(?:где|куда|откуда|как(?:ом|ой|ая|ие) (?:город\w*|стран\w*|мест\w*|регион\w*|"
            r"континент\w*|остров\w*|штат\w*))\b"),
        ("why", r"\b(?:почему|зачем|по какой причине|из-за чего)\b"),
        ("definition", r"^\W*(?:что такое|что значит) [\w-]+(?: [\w-]+)?\W*$"),
        ("how", r"\b(?:как|каким образом)\b"),
        ("which", r"\b(?:как(?:ой|ая|ое|ие|ого|ому|ую|им|ими|их|ом)|что|чего|чем|чему|котор\w+)\b"),
    ),
}  # fmt: skip
LANGUAGES = tuple(_PATTERNS)
"""Languages besides English whose question words are known."""
_COMPILED = {
    language: tuple((kind, later(pattern, re.IGNORECASE)) for kind, pattern in rows)
    for language, rows in _PATTERNS.items()
}


def foreign_kind(text: str, language: str) -> str:
    """Return the value of `AnswerKind` that a question asks for: the first whose words it holds, special ones first.

    >>> foreign_kind("Wie viele Menschen leben in Warschau?", "de")
    'how many'
    """
    for kind, pattern in _COMPILED[language]:
        if pattern.search(text):
            return kind
    return "other"
