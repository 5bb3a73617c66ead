"""The patterns of time expressions; `timereading` reads what they find, `dates` applies them (English)."""

from __future__ import annotations

from index.text.timefeasts import FEAST_RULES
from index.text.timeranges import MORE_RULES
from index.text.timereading import (
    counted,
    read_century,
    read_day,
    read_day_to_day,
    read_decade,
    read_from_now,
    read_holiday,
    read_iso_day,
    read_month_alone,
    read_month_of_year,
    read_months,
    read_near_day,
    read_near_period,
    read_quarter,
    read_reference,
    read_repeated,
    read_season,
    read_slashes,
    read_stretch,
    read_weekday,
    read_year,
    read_years,
)
from index.text.timewords import (
    AGO,
    ALONE,
    BEFORE_DAY,
    CENTURIES,
    COUNT,
    COUNTED,
    DAILY,
    DAY,
    EDGE,
    FEAST,
    FIGURES,
    HOLIDAY,
    LAST,
    MONTH,
    MONTHLY,
    NEAR_DAYS,
    NEAR_UNITS,
    NEXT,
    NUMERIC,
    OF_YEAR,
    PART,
    PLAIN_MONTH,
    QUARTERS,
    REPEATED,
    SEASONAL,
    STEP,
    THIS,
    TO,
    UNCOUNTED,
    UNIT,
    WEEKDAY,
    WORDS,
    YEAR,
    Rule,
    rule,
)

_UNNAMED = (
    r"(?!\s+(?:Night\s+(?:Live|Football|Lights|Fever)|Morning|Times|Mirror|Express|Telegraph|Mail|Post|Herald|Ticket|"
    r"the\s+13th)\b)"
)
"""Behind a weekday: not the name of a programme, a paper or a film."""

RULES: tuple[Rule, ...] = (
    rule(
        rf"{ALONE}(?:1\d{{3}}|20\d{{2}})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b", read_iso_day, NUMERIC, needs="-"
    ),
    rule(
        rf"{ALONE}(?P<month>1[0-2]|0?[1-9])/(?P<day>3[01]|[12]\d|0?[1-9])/(?P<year>(?:19|20)?\d\d)(?![\d/])",
        read_slashes,
        NUMERIC,
        needs="/",
    ),
    rule(
        rf"{ALONE}{BEFORE_DAY}(?:the\s+)?(?P<day>{DAY})(?:{TO}(?P<until>{DAY}))?(?:\s+of)?\s+(?P<month>{MONTH}){OF_YEAR}?",
        read_day,
        MONTHLY,
        needs=FIGURES,
    ),
    rule(
        rf"{ALONE}{BEFORE_DAY}(?P<month>{MONTH})\s+(?P<day>{DAY})(?:{TO}(?P<until>{DAY}))?{OF_YEAR}?",
        read_day,
        MONTHLY,
        needs=FIGURES,
    ),
    rule(
        rf"{ALONE}(?P<month>{MONTH})\s+(?P<day>{DAY})(?P<until>)(?P<of_year>)"
        rf"(?:\s?,?\s+(?:of\s+|in\s+)?(?P<year>{YEAR}))?",
        read_day,  # behind a weekday that is an expression of its own: "this Sunday, June 20"
        MONTHLY,
        needs=FIGURES,
    ),
    rule(
        rf"{ALONE}(?P<month>{MONTH})\s+(?P<day>{DAY}){TO}(?P<until_month>{MONTH})\s+(?P<until>{DAY}){OF_YEAR}?",
        read_day_to_day,
        MONTHLY,
        needs=FIGURES,
    ),
    rule(rf"{ALONE}{EDGE}(?P<month>{MONTH}){OF_YEAR}", read_month_of_year, MONTHLY, needs=f"year {FIGURES}"),
    rule(
        rf"{ALONE}(?P<month>{MONTH}){TO}(?P<until_month>{MONTH}),?\s+(?P<year>{YEAR})",
        read_months,
        MONTHLY,
        needs=FIGURES,
    ),
    rule(
        rf"\b(?P<step>last|this past|this|next|past|early|late|"
        rf"mid)[\s-]+(?P<month>{MONTH})(?!\.?\s+\d)",
        read_month_alone,
        MONTHLY,
    ),
    rule(rf"{ALONE}(?P<step>)(?P<month>{PLAIN_MONTH}|(?<=[Ii]n )(?:March|May)\b)(?!\s+\d)", read_month_alone, MONTHLY),
    rule(
        rf"\b(?:{STEP}\s+)?(?P<season>spring|summer|autumn|fall|winter)(?:,?\s+(?:of\s+)?(?P<year>{YEAR}))?\b",
        read_season,
        SEASONAL,
        folded=True,
    ),
    rule(
        rf"{ALONE}(?:the\s+)?(?:(?P<of_year>this|last|next)\s+year['’]s\s+)?(?:fiscal\s+)?(?:(?P<which>first|second|third|fourth|"
        rf"1st|2nd|3rd|4th)(?:\s+fiscal)?[\s-]+quarter|(?P<short>Q[1-4]))(?:,?\s+(?:of\s+)?(?:fiscal\s+)?(?P<year>{YEAR}))?\b",
        lambda match, setting: read_quarter(match, setting) if match["which"] else None,
        QUARTERS,
        folded=True,
        needs="quarter",
    ),
    rule(
        rf"{ALONE}(?P<which>Q[1-4])(?P<of_year>)(?:,?\s+(?:of\s+)?(?P<year>{YEAR}))?\b",
        read_quarter,
        QUARTERS,
        needs="q1 q2 q3 q4",
    ),
    rule(rf"{ALONE}(?P<year>{YEAR}){TO}(?P<until>{YEAR}|\d\d(?![\d-]))", read_years, NUMERIC),
    rule(rf"{ALONE}{EDGE}(?:the\s+)?(?P<year>(?:1\d|20)\d0)['’]?s\b", read_decade, NUMERIC, needs="0s 0's 0’s"),
    rule(
        rf"{ALONE}{EDGE}(?:the\s+)?(?P<which>\d{{1,2}})(?:st|nd|rd|th)[\s-]+century\b",
        read_century,
        CENTURIES,
    ),
    rule(rf"{EDGE}(?:the\s+)?['’‘](?P<year>[1-9]0)s\b", read_decade, NUMERIC, needs="0s"),
    rule(
        rf"(?<![\w$€£.,/])(?<!\d-){EDGE}(?:fiscal\s+|FY\s?|post-|"
        rf"pre-)?(?P<year>{YEAR}){UNCOUNTED}(?![-/–]\d)\b",
        read_year,
        NUMERIC,
    ),
    rule(
        rf"\b(?:(?:late|early|earlier|later)\s+(?:on\s+)?)?(?:{STEP}\s+)?(?P<weekday>{WEEKDAY}){_UNNAMED}(?:\s+(?P<part>{PART}))?\b(?!s\b)",
        read_weekday,
        DAILY,
    ),
    rule(
        rf"\b(?i:(?:(?:late|early|earlier|later)\s+)?(?:today|tonight|(?:yesterday|tomorrow)(?:\s+{PART})?|this\s+{PART}|last\s+night))\b",
        read_near_day,
        NEAR_DAYS,
    ),
    rule(rf"\b(?P<name>{HOLIDAY})(?:,?\s+(?P<year>{YEAR}))?\b", read_holiday, FEAST, folded=True),
    rule(
        rf"\b(?:(?:more|less)\s+than\s+|about\s+|nearly\s+|almost\s+|over\s+)?(?P<count>{COUNT})\s+(?P<unit>{UNIT})s?\s+"
        r"(?P<way>ago|earlier|later|from now)\b",
        read_from_now,
        COUNTED,
        folded=True,
        needs="ago earlier later from",
    ),
    rule(
        r"\b(?:(?:the|a)\s+)?(?P<count>)(?P<unit>year|month|week)-(?P<way>ago|earlier)\b(?:\s+(?:quarter|period))?",
        lambda match, setting: read_from_now(counted(match), setting),
        AGO,
        folded=True,
        needs="-ago -earlier",
    ),
    rule(
        rf"\b(?:the\s+)?(?:last|past|next|coming|previous|first|final)\s+(?P<count>{COUNT})\s+(?P<unit>{UNIT})s?\b",
        read_stretch,
        COUNTED,
        folded=True,
        needs="last past next coming previous first final",
    ),
    rule(
        rf"\b(?:(?:earlier|later|early|late|sometime)\s+(?:in\s+)?)?(?P<step>{THIS}|{LAST}|{NEXT})\s+"
        r"(?P<unit>week|weekend|month|year|decade|quarter)\b(?!['’]s\s+(?:first|second|third|fourth))(?!-)(?!\s+(?:of|when|ended|ending)\b)",
        read_near_period,
        NEAR_UNITS,
        folded=True,
    ),
    rule(
        rf"\b(?:(?:every|each)\s+(?:other\s+)?(?:(?P<count>{COUNT})\s+)?(?P<unit>{UNIT})s?|daily|weekly|monthly|yearly|"
        rf"annually|hourly|everyday|(?:every|each)\s+(?P<weekday>{WEEKDAY}))\b",
        read_repeated,
        REPEATED,
        folded=True,
        needs="every each daily weekly monthly yearly annually hourly",
    ),
    rule(
        rf"\b(?:(?:more|less|fewer)\s+than\s+|at\s+least\s+|about\s+|nearly\s+|almost\s+|over\s+|up\s+to\s+|around\s+)?"
        rf"(?P<count>{COUNT})(?:\s+more)?[\s-]+(?P<unit>{UNIT})s?\b(?:-long)?(?![\s-]olds?\b)",
        read_stretch,
        COUNTED,
        folded=True,
    ),
    rule(
        r"\b(?:now|currently|recently|current|the past|recent\s+(?:days|weeks|months|years|decades)|"
        r"the future)\b(?!-)",
        read_reference,
        WORDS,
        folded=True,
    ),
    *MORE_RULES,
    *FEAST_RULES,
)
