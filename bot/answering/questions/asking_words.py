"""Leave out what only asks, of questions in languages whose function words are in the index like any others.

In Chinese, Japanese and Korean terms are pairs of characters: those that hold a question word, a particle or an ending
stand in no answer, and as rare as they are they would weigh most of all.
"""

from __future__ import annotations

import re

from index.text.later import later

_CHINESE_WORDS = (
    "目的|的确|现在|存在|正在|在线|成为|作为|认为|行为|为止|共和|和平|和谐|参与|有限|所有|没有|拥有|具有|有关|对于|关于|由于|"
    "基于|位于|属于|等于|对象|对手|反对|过去|通过|超过|经过|过程|之间|之前|之后|以来|以上|自由|理由|几何|几内亚|任何|"
    "方向|将来|将军|机会|社会|会议|能源|能力|可能|到达|名为|称为|首都|都市|也门"
)
"""Words that hold a character which would be left out by itself."""
_CHINESE = (
    r"什么时候|什么样|为什么|什么|为何|何[时地处种人]?|谁|哪[里儿个些种位家年月天座条项支类一]?|多少|多长时间|"
    r"多[长久大高远]|几[个位次年月日岁名]?|怎么样|怎[么样]|如何|是否|请问|[的了是在被把于由从对向有都也过着叫之其以及和与或为而将会能到"
    r"这那它他她们吗呢]"
)
_HANGUL = "\uac00-\ud7af"
_KOREAN = (
    rf"(?<![{_HANGUL}])(?:언제|누가|누구\w*|어디\w*|무엇\w*|무슨|어떤|어느|왜|어떻게|얼마나?|몇)(?![{_HANGUL}])|"
    rf"(?<=[{_HANGUL}]{{2}})(?:은|는|이|가|을|를|에|에서|에게|의|로|으로|와|과|도|까지|부터|"
    rf"했습니까|했나요|했나|했는가|하였는가|했어요|했어|합니까|입니까|인가요|인가|이다|습니까|나요|니까)(?![{_HANGUL}])"
)
_ARABIC = (
    "ما ماذا من متى أين كم كيف لماذا لم هل أي أية هو هي هم هما هذا هذه ذلك تلك التي "
    "الذي الذين في على إلى عن مع بين عند منذ حتى كان كانت كانوا يكون تكون ليس ليست "
    "قد لقد تم يتم تمت قام قامت أن إن كل بعض أو ثم لا لن حيث فيه فيها به بها له لها "
    "لهم منه منها عليه عليها"
)
_HINDI = (
    "का की के को में से पर ने है हैं था थी थे हो होता होती होते हुआ हुई हुए क्या "
    "कौन कब कहाँ कहां कैसे क्यों कितना कितने कितनी किस किसे किसने किसका किसकी किसके "
    "किन सा सी और या एक यह वह ये वे इस उस इसका उनके उनकी अपने अपनी अपना जो जिस तक "
    "लिए द्वारा भी ही तो कर करता करती करते करना किया गया गई गए रहा रही रहे जाता "
    "जाती जाते जाना दिया साथ"
)


def _words(words: str, letters: str) -> re.Pattern[str]:
    """Return what finds any of some words; ``letters`` are those of the script, marks and all."""
    return later(rf"()(?<![{letters}])(?:{'|'.join(words.split())})(?![{letters}])")


_LEFT_OUT = {
    "zh": later(rf"({_CHINESE_WORDS})|{_CHINESE}"),
    "ja": later("()[\u3041-\u309f]+|[何誰]"),
    "ko": later(f"(){_KOREAN}"),
    "ar": _words(_ARABIC, "\u0600-\u06ff"),
    "hi": _words(_HINDI, "\u0900-\u097f"),
}
_ALONE = later(r"(?<![\u3400-\u9fff\uac00-\ud7af])[\u3400-\u9fff\uac00-\ud7af](?![\u3400-\u9fff\uac00-\ud7af])")


def telling(question: str, language: str) -> str:
    """Return a question with blanks for what only asks; as it is where nothing else would be left.

    >>> telling("普京什么时候访问了朝鲜？", "zh")
    '普京    访问 朝鲜？'
    """
    pattern = _LEFT_OUT.get(language)
    if pattern is None:
        return question
    left = pattern.sub(lambda found: found[1] or " " * len(found[0]), question)
    left = _ALONE.sub(" ", left)
    return left if re.search(r"\w", left) else question
