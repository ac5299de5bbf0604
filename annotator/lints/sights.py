"""Things said to be seen that the records say were never in view.

Naming a thing is no claim: one may look for what one has not seen, and walk towards it. A claim has to say that it is
seen, or where in the view it is. "A tree" may be any tree; only "the tree" is the one that was measured.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from embrace3k.annotator.lints.casing import small
from embrace3k.annotator.lints.codes import Lint, LintCode, lint_at
from embrace3k.annotator.lints.context import StepContext

_CLAUSE = re.compile(r"[^.;!?\n]+")
# Before a claim or in it, these make it a guess, a wish or the task. After it, as in "so I will turn", most do not.
_UNSURE = re.compile(
    r"\b(?:not|no|never|cannot|nothing|neither|nor|without|until|if|whether|where|once|when|may|might|must|should|could"
    r"|would|will|to see|probably|likely|perhaps|maybe|seems?|somewhere|expect|hope|think|guess|remember|know"
    r"|look(?:ing)? for|search(?:ing)?|find|asked|task|goal|instruct\w*)\b|n['’]t\b|['’]ll\b"
)
_HIDDEN = re.compile(r"\b(?:out of|outside|hidden|not|cannot|no longer)\b|n['’]t\b")
_SEEN = r"(?:visible|in (?:my |full |plain |clear )?(?:view|sight))\b"
_SIDE = (
    r"(?:(?:straight |right |just |directly )?ahead|in front|on (?:my|the) (?:left|right)|to (?:my|the) (?:left|right)"
    r"|in the (?:cent(?:er|re)|middle|distance)|cent(?:er|r)ed|close by|far away|some way off|getting closer)\b"
)
_SOON = r"(?:(?:now|still|also|again|already|clearly|mostly|slightly|almost|just|right|quite|very)\s+){0,4}"


def lint_sights(text: str, context: StepContext) -> Iterator[Lint]:
    # Most things that a step knows are not in its text, and "in" finds that out sooner than any pattern.
    text = small(text)
    for name in (small(name) for name in context.unseen if small(name) in text):
        claim = _claims(name, context.told_where)
        for clause in _CLAUSE.finditer(text):
            words = clause.group()
            match = claim.search(words)
            if match and not _UNSURE.search(words, 0, match.end()) and not _HIDDEN.search(words, match.end()):
                message = f"The {name} was not in view at this step or before it; say what could be seen."
                start = clause.start()
                yield lint_at(LintCode.UNSEEN_OBJECT, message, start + match.start(), start + match.end())


@lru_cache(maxsize=4096)
def _claims(name: str, told_where: bool) -> re.Pattern[str]:
    thing = r"\b(?:the|my|this|that)\s+(?:\w+\s+){0,2}?" + r"\s+".join(map(re.escape, name.split())) + r"\b"
    shown = _SEEN if told_where else f"(?:{_SEEN}|{_SIDE})"
    sees = r"\bi\s+(?:(?:can|now|still|also|clearly|again)\s+){0,4}(?:see|spot|notice)\s+(?:[\w'’,-]+\s+){0,8}?"
    stands = rf"\s+(?:is|stands|sits|lies|remains|appears|stays)\s+{_SOON}{shown}"
    return re.compile(rf"{sees}{thing}|{thing}{stands}|\b(?:with|keep|have)\s+{thing}\s+{_SOON}{shown}")
