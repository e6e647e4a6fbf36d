"""Text -> tokens with offsets, cut as Universal Dependencies cuts French, in one pass.

A token keeps its place in the text and a *form*, the spelling that the model was trained on. The
same words in other typographic clothes (curly apostrophes, English or French quotation marks, the
agency's `+...+`, narrow spaces, long dashes) give the same forms.
"""

import re
from typing import Final, NamedTuple


class RawToken(NamedTuple):
    """Characters [start, end) of the text, and the form that the model sees."""

    start: int
    end: int
    form: str


# One character for one character, so that offsets stay.
_PLAIN: Final = str.maketrans(
    {
        **dict.fromkeys("\u2019\u02bc\u2032\u00b4`\uff07", "'"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\uff0d", "-"),
        **dict.fromkeys("\u201c\u201e\u201f\u2039\u301d", "\u00ab"),
        **dict.fromkeys("\u201d\u203a\u301e", "\u00bb"),
        **dict.fromkeys("\uff02\u2033", '"'),
        **dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009", " "),
        **dict.fromkeys("\u200a\u202f\u205f\u3000", " "),
    }
)

_OPENING: Final = "«"
_CLOSING: Final = "»"

# Hyphens that are cut: what follows is a token of its own, with its hyphen ("a" "-t-il"). The
# letter before tells a clitic from a compound: "est-il", but "Kim Jong-il" and "rendez-vous".
_CLITIC: Final = (
    r"-(?:t-(?:ils?|elles?|on|en)"
    r"|(?<=[tdTD]-)(?:ils?|elles?|on)"
    r"|(?<=[a-zé]-)je|(?:(?<=[td]-)|(?<=era-))ce|(?<=[sx]-)tu"
    r"|(?<=[zs]-)(?:nous|vous)"
    r"|(?<=[zse]-)(?:moi|toi|lui|leur|les?|la|en|y)"
    r"|(?<=\w-)(?:là|ci))(?![\w'])(?!-(?!moi|toi|lui|leur|nous|vous|les?\b|la\b|en\b|y\b)\w)"
)

# Words with a hyphen or an apostrophe that are never cut.
_WHOLE: Final = (
    r"(?i:aujourd'hui|c'est-à-dire|quelqu'une?s?|celui-(?:ci|là)|celles?-(?:ci|là)|ceux-(?:ci|là)"
    r"|rendez-vous|jusque-là|l'on|prud'hom\w+|presqu'îles?|va-t-en-guerre|entr'\w+|au-delà"
    r"|en-deçà|par-delà|là-bas|là-haut|ci-(?:dessus|dessous|joint\w*|après|contre))(?![\w-])"
)
_ELISION: Final = r"(?i:(?:(?:jus|lors|puis|quoi|quel)?qu|[cdjlmnst])')(?=[\w«\"])"

# A full stop that belongs to the word: titles always, the others only before a figure.
_ABBREVIATION: Final = (
    r"(?:MM?|Dr|Pr|Mgr|Mr|Mrs|Mme|Mlle|Me|St|Ste|Jr|Sr|cf|av|apr|etc|Inc|Ltd|Corp)\.(?!\.)"
    r"|(?:[Vv]ol|[Nn]o|pp?|art|janv|févr|fév|sept|oct|nov|déc)\.(?=\s?\d)"
    r"|[^\W\d_a-zà-ÿ]\.(?:-?[^\W\d_a-zà-ÿ]\.)+"
    r"|[^\W\d_a-zà-ÿ]\.(?=\s?[^\W\d_a-zà-ÿ][\w'-])"
)
# The same where a capital may follow: titles and initials always, the others before a figure or an initial.
_TITLE: Final = re.compile(r"(?<!\w)(?:MM?|Mmes?|Mlles?|Drs?|Prs?|Mgr|Mr|Mrs|Mes?|Ste?|[Cc]f|[^\W\d_a-zà-ÿ])\.\Z")
_COUNTED: Final = re.compile(r"(?<!\w)(?:[Vv]ol|[Nn]os?|pp?|[Aa]rt|janv|févr|fév|sept|oct|nov|déc)\.\Z")
_COUNT: Final = re.compile(r"\s?(?:\d|[^\W\d_a-zà-ÿ]\.)")
_DOTTED: Final = re.compile(r"\w\.\w\.\Z")  # "l'O.N.U." may end a sentence
_NUMBER: Final = (
    r"(?<![\w)\]])[+-]?\d{1,3}(?: \d{3})+(?:,\d+)?(?![\w])"
    r"|(?<![\w)\]%-])-?\d+(?:[.,:/h-]\d+)*(?:-?[^\W_]+)*"
)
# "et/ou" is three tokens, "IIb/IIIa" and "H/C/562" are one.
_JOINT: Final = rf"(?:(?!{_CLITIC})[-_&]|'|/(?=\d|I))"
_WORD: Final = rf"[^\W_]+(?:\([es]{{1,2}}\))?(?:{_JOINT}[^\W_]+)*"

# The first alternative only saves time: most tokens are bare words before a space. Groups have a
# name where the form is not the text itself.
_TOKEN: Final = re.compile(
    rf"[^\W\d_]+(?=[ ,)])"
    rf"|(?:https?://|www\.)[^\s«»\"<>]*[^\s«»\"<>.,;:!?)\]']"
    rf"|(?<![\w.+-])[\w.+-]{{1,64}}@[\w-]+\.[\w.-]*\w"
    rf"|\b{_WHOLE}"
    rf"|(?<![\w]){_ELISION}"
    rf"|(?<![\w.]){_ABBREVIATION}"
    rf"|{_NUMBER}"
    rf"|(?<=\w){_CLITIC}"
    rf"|[nN]°|{_WORD}|[#@]\w+|°C\b|km/h\b"
    rf"|(?P<dots>\.{{2,}}|…)"
    rf"|(?P<quote>\"|'')"
    rf"|(?P<angles><<|>>)"
    rf"|(?P<other>-{{2,}}|\S)"
)

# The agency's inner quotation: "un protocole +ours violent+".
_PLUS_PAIR: Final = re.compile(r"(?<![\w+])\+\s?(?=[^\W\d])[^+\n]{1,200}?\S\s?\+(?![\w+])")
# Single marks; within them an apostrophe has letters on both sides.
_SINGLE_PAIR: Final = re.compile(r"(?<![\w'])(?:'(?=[^\s'])|\u2018)(?:[^'\u2018\n]|(?<=\w)'(?=\w)){1,400}?'(?![\w'])")
# Low marks close with what opens in other languages.
_LOW_PAIR: Final = re.compile("\u201e[^\u201c\u201d\u201e\n]{1,600}\u201c")
_BEFORE_OPENING: Final = " \n\t([{'-/«"


def ends_sentence(text: str, stop: int) -> bool:
    """Whether the mark at ``stop`` may end a sentence, and is not that of "M.", "Dr.", "J." or "art. 5"."""
    before = text[max(stop - 6, 0) : stop + 1]
    if _DOTTED.search(before):
        return True
    return not (_TITLE.search(before) or (_COUNTED.search(before) and _COUNT.match(text, stop + 1)))


def tokenize(text: str, start: int = 0, end: int | None = None) -> list[RawToken]:
    """The tokens of text[start:end], in order; only whitespace is left out.

    "« Oui », a-t-il dit" -> «|Oui|»|,|a|-t-il|dit

    Straight quotation marks get their direction from their neighbours, and where these do not
    tell, from the number of marks that are open since `start`: call it paragraph by paragraph.
    """
    plain = text[start:end].translate(_PLAIN)
    paired = _pairs(text[start:end], plain)
    tokens = []
    open_quotes = 0
    for match in _TOKEN.finditer(plain):
        first, last = match.span()
        form = match[0]
        kind = match.lastgroup
        if kind is not None:
            if kind == "quote":
                form = _direction(plain, first, last, open_quotes)
            elif kind == "dots":
                form = "..."
            elif kind == "angles":
                form = _OPENING if form == "<<" else _CLOSING
            elif form[0] in "+-":
                form = paired.get(first, form[0])
            else:
                form = paired.get(first, form)
            if form == _OPENING:
                open_quotes += 1
            elif form == _CLOSING:
                open_quotes = max(0, open_quotes - 1)
        tokens.append(RawToken(start + first, start + last, form))
    return tokens


def _pairs(raw: str, plain: str) -> dict[int, str]:
    """Offsets of signs that quote only in pairs, with the mark that each stands for: +ours+, 'oui', ‘oui’, „ja“."""
    marks = {}
    if plain.count("+") > 1:
        for match in _PLUS_PAIR.finditer(plain):
            marks[match.start()], marks[match.end() - 1] = _OPENING, _CLOSING
    if "'" in plain:
        for match in _SINGLE_PAIR.finditer(plain):
            marks[match.start()], marks[match.end() - 1] = _OPENING, _CLOSING
    if "\u201e" in raw:
        for match in _LOW_PAIR.finditer(raw):
            marks[match.end() - 1] = _CLOSING
    return marks


def _direction(plain: str, first: int, last: int, open_quotes: int) -> str:
    """Whether the straight mark plain[first:last] opens or closes.

    'dit "oui"' -> the first opens (space before, word after), the second closes
    """
    after_gap = first == 0 or plain[first - 1] in _BEFORE_OPENING
    before_gap = last >= len(plain) or plain[last].isspace() or plain[last] in ".,;:!?)]}»-"
    if after_gap and not before_gap:
        return _OPENING
    if before_gap and not after_gap:
        return _CLOSING
    return _CLOSING if open_quotes else _OPENING
