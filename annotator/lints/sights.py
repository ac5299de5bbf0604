"""Things said to be seen that the records say were never in view.

Naming a thing is no claim: one may look for what one has not seen, and walk towards it. A claim has to say that it is
seen, or where in the view it is. "A tree" may be any tree; only "the tree" is the one that was measured.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from embrace3k.annotator.lints.codes import Lint, LintCode, lint_at
from embrace3k.annotator.lints.context import StepContext

_CLAUSE = re.compile(r"[^.;!?\n]+")
_UNSURE = re.compile(
    r"\b(?:not|no|never|cannot|nothing|neither|nor|without|out of|outside|hidden|until|if|whether|where|once|when|may"
    r"|might|must|should|could|would|will|to see|probably|likely|perhaps|maybe|seems?|somewhere|expect|hope|think"
    r"|guess|remember|know|look(?:ing)? for|search(?:ing)?|find|asked|task|goal|instruct\w*)\b|n['’]t\b|['’]ll\b",
    re.IGNORECASE,
)
_SEEN = r"(?:visible|in (?:my |full |plain |clear )?(?:view|sight))\b"
_SIDE = (
    r"(?:(?:straight |right |just |directly )?ahead|in front|on (?:my|the) (?:left|right)|to (?:my|the) (?:left|right)"
    r"|in the (?:cent(?:er|re)|middle|distance)|cent(?:er|r)ed|close by|far away|some way off|getting closer)\b"
)
_SOON = r"(?:(?:now|still|also|again|already|clearly|mostly|slightly|almost|just|right|quite|very)\s+){0,4}"


def lint_sights(text: str, context: StepContext) -> Iterator[Lint]:
    # Most things that a step knows are not in its text, and "in" finds that out sooner than any pattern.
    lowered = text.lower()
    names = [name for name in context.unseen if name.lower() in lowered]
    for name in names:
        claim = _claims(name, context.told_where)
        for clause in _CLAUSE.finditer(text):
            match = claim.search(clause.group())
            if match and not _UNSURE.search(clause.group()):
                message = f"The {name} was not in view at this step or before it; say what could be seen."
                yield lint_at(
                    LintCode.UNSEEN_OBJECT, message, clause.start() + match.start(), clause.start() + match.end()
                )


@lru_cache(maxsize=4096)
def _claims(name: str, told_where: bool) -> re.Pattern[str]:
    thing = r"\b(?:the|my|this|that)\s+(?:\w+\s+){0,2}?" + r"\s+".join(map(re.escape, name.split())) + r"\b"
    shown = _SEEN if told_where else f"(?:{_SEEN}|{_SIDE})"
    return re.compile(
        rf"\bI\s+(?:can\s+|now\s+|still\s+|also\s+|clearly\s+|again\s+){0,4}(?:see|spot|notice)\s+(?:[\w'’,-]+\s+){{0,8}}?{thing}"
        rf"|{thing}\s+(?:is|stands|sits|lies|remains|appears|stays)\s+{_SOON}{shown}"
        rf"|\bwith\s+{thing}\s+{_SOON}{shown}",
        re.IGNORECASE,
    )
