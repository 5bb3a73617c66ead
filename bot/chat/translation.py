"""Names of commands and options in the languages of those who use them, and what they do, as `bot.phrases` has it."""

from __future__ import annotations

from typing import Any

from discord import Locale, app_commands

from bot.phrases import LANGUAGES, table

_LOCALES = {
    Locale.german: 0,
    Locale.spain_spanish: 1,
    Locale.latin_american_spanish: 1,
    Locale.french: 2,
    Locale.russian: 3,
    Locale.korean: 4,
}
_NAMES: dict[str, tuple[str, str, str, str, str]] = {
    "ask": ("fragen", "preguntar", "demander", "спросить", "질문"),
    "search": ("suchen", "buscar", "chercher", "искать", "검색"),
    "article": ("artikel", "artículo", "article", "статья", "기사"),
    "articles": ("artikelliste", "artículos", "articles", "статьи", "기사목록"),
    "receipt": ("beleg", "comprobante", "reçu", "квитанция", "영수증"),
    "about": ("über", "acerca", "àpropos", "осебе", "정보"),
    "privacy": ("datenschutz", "privacidad", "confidentialité", "приватность", "개인정보"),
    "help": ("hilfe", "ayuda", "aide", "помощь", "도움말"),
    "library": ("bibliothek", "biblioteca", "bibliothèque", "библиотека", "도서관"),
    "status": ("status", "estado", "état", "статус", "상태"),
    "reindex": ("neueinlesen", "reindexar", "réindexer", "переиндексировать", "재색인"),
    "settings": ("einstellungen", "ajustes", "réglages", "настройки", "설정"),
    "channel": ("kanal", "canal", "salon", "канал", "채널"),
    "role": ("rolle", "rol", "rôle", "роль", "역할"),
    "add": ("hinzufügen", "añadir", "ajouter", "добавить", "추가"),
    "file": ("datei", "archivo", "fichier", "файл", "파일"),
    "link": ("link", "enlace", "lien", "ссылка", "링크"),
    "file2": ("datei2", "archivo2", "fichier2", "файл2", "파일2"),
    "file3": ("datei3", "archivo3", "fichier3", "файл3", "파일3"),
    "file4": ("datei4", "archivo4", "fichier4", "файл4", "파일4"),
    "file5": ("datei5", "archivo5", "fichier5", "файл5", "파일5"),
    "remove": ("entfernen", "quitar", "retirer", "удалить", "삭제"),
    "inspect": ("prüfen", "inspeccionar", "inspecter", "проверить", "검사"),
    "record": ("aufzeichnen", "grabar", "enregistrer", "записать", "기록"),
    "on": ("an", "activo", "actif", "включено", "켜기"),
    "question": ("frage", "pregunta", "question", "вопрос", "질문"),
    "words": ("wörter", "palabras", "mots", "слова", "단어"),
    "outlet": ("medium", "medio", "média", "издание", "매체"),
    "since": ("ab", "desde", "depuis", "с", "부터"),
    "until": ("bis", "hasta", "jusquà", "по", "까지"),
    "private": ("privat", "privado", "privé", "приватно", "비공개"),
    "title": ("titel", "título", "titre", "название", "제목"),
    "code": ("code", "código", "code", "код", "코드"),
    "quote": ("zitat", "cita", "citation", "цитата", "인용"),
    "source": ("quelle", "fuente", "source", "источник", "출처"),
    "extracts": ("auszüge", "extractos", "extraits", "отрывки", "발췌"),
    "language": ("sprache", "idioma", "langue", "язык", "언어"),
    "full": ("vollständig", "completo", "complet", "полностью", "전체"),
    "Ask Cuttings about this": (
        "Cuttings dazu fragen",
        "Preguntar a Cuttings",
        "Demander à Cuttings",
        "Спросить Cuttings об этом",
        "Cuttings에 질문하기",
    ),
    "Find the source": ("Quelle finden", "Buscar la fuente", "Trouver la source", "Найти источник", "출처 찾기"),
}
_PLACES = app_commands.TranslationContextLocation
_NAME_PLACES = {_PLACES.command_name, _PLACES.group_name, _PLACES.parameter_name}
_DESCRIPTION_PLACES = {_PLACES.command_description, _PLACES.group_description, _PLACES.parameter_description}


class Names(app_commands.Translator):
    """Gives Discord names and descriptions in other languages when the commands are synced."""

    async def translate(
        self, string: app_commands.locale_str, locale: Locale, context: app_commands.TranslationContext[Any, Any]
    ) -> str | None:
        """Return a name or description in a language, or ``None`` where it stays English."""
        if locale not in _LOCALES:
            return None
        if context.location in _DESCRIPTION_PLACES:
            return table().get(string.message, {}).get(LANGUAGES[_LOCALES[locale]])
        names = _NAMES.get(string.message) if context.location in _NAME_PLACES else None
        return names[_LOCALES[locale]] if names else None
