r"""Text as LaTeX shows it as it stands: no sign of a study or a plugin is a command.

Signs that pdfLaTeX cannot set by itself are kept, since LuaLaTeX and XeLaTeX can; `foreign_signs` names them.
"""

from __future__ import annotations

import re
import unicodedata

from casecompare.report.paper import said

__all__ = ["escape_latex", "foreign_signs"]

_COMMANDS = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%",
    "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "<": r"\textless{}",
    ">": r"\textgreater{}", "|": r"\textbar{}", '"': r"\symbol{34}", "`": r"\textasciigrave{}",
    "\u00a0": "~", "\u200b": r"\allowbreak{}", "–": r"\textendash{}", "—": r"\textemdash{}",
    "‐": "-", "‑": "-", "…": r"\dots{}", "‘": r"\textquoteleft{}", "’": r"\textquoteright{}",
    "“": r"\textquotedblleft{}", "”": r"\textquotedblright{}", "„": r"\quotedblbase{}",
    "«": r"\guillemotleft{}", "»": r"\guillemotright{}", "·": r"\textperiodcentered{}",
    "•": r"\textbullet{}", "§": r"\S{}", "¶": r"\P{}", "€": r"\texteuro{}", "£": r"\pounds{}",
    "©": r"\copyright{}", "°": r"\textdegree{}", "¹": r"\textsuperscript{1}", "²": r"\textsuperscript{2}",
    "³": r"\textsuperscript{3}",
}  # fmt: skip
_MATHS = {
    "×": r"\times", "÷": r"\div", "±": r"\pm", "−": "-", "≤": r"\leq", "≥": r"\geq", "≠": r"\neq",
    "≈": r"\approx", "∞": r"\infty", "∈": r"\in", "∉": r"\notin", "⊂": r"\subset", "⊆": r"\subseteq",
    "∩": r"\cap", "∪": r"\cup", "∅": r"\emptyset", "¬": r"\neg", "∧": r"\wedge", "∨": r"\vee",
    "∀": r"\forall", "∃": r"\exists", "√": r"\surd", "Σ": r"\Sigma", "∑": r"\sum", "∏": r"\prod",
    "→": r"\rightarrow", "←": r"\leftarrow", "↔": r"\leftrightarrow", "↑": r"\uparrow", "↓": r"\downarrow",
    "⇒": r"\Rightarrow", "⇐": r"\Leftarrow", "⇔": r"\Leftrightarrow", "✓": r"\surd", "✗": r"\times",
    "○": r"\circ", "●": r"\bullet", "⊗": r"\otimes", "□": r"\Box", "α": r"\alpha", "β": r"\beta",
    "γ": r"\gamma", "δ": r"\delta", "Δ": r"\Delta", "ε": r"\epsilon", "η": r"\eta", "θ": r"\theta",
    "κ": r"\kappa", "λ": r"\lambda", "μ": r"\mu", "µ": r"\mu", "π": r"\pi", "ρ": r"\rho", "σ": r"\sigma",
    "τ": r"\tau", "φ": r"\phi", "χ": r"\chi", "ω": r"\omega", "Ω": r"\Omega",
}  # fmt: skip
_KNOWN = _COMMANDS | {sign: rf"\ensuremath{{{command}}}" for sign, command in _MATHS.items()}
# Signs that LaTeX joins when they follow each other; nothing between them keeps them apart.
_JOINED = re.compile(r"([-,'!?])(?=[-,'`])")
_LAST_LATIN = 0x17F
"""The last of the letters that every LaTeX knows with T1 fonts."""


def escape_latex(text: str) -> str:
    r"""Give a text such that LaTeX shows it as it is.

    Examples
    --------
    >>> print(escape_latex("A_1 & ~B => 50% -- ≥ 0.8"))
    A\_1 \& \textasciitilde{}B =\textgreater{} 50\% -{}- \ensuremath{\geq} 0.8
    """
    shown = _JOINED.sub(r"\1" + "\x00", said(text))
    return "".join(map(_sign, shown)).replace("\x00", "{}")


def foreign_signs(text: str) -> set[str]:
    """Give the signs of an escaped text that pdfLaTeX knows nothing of.

    Examples
    --------
    >>> sorted(foreign_signs(escape_latex("Ärztin ≥ 事例")))
    ['事', '例']
    """
    return {sign for sign in text if ord(sign) > _LAST_LATIN or (ord(sign) > 0x7E and not sign.isalpha())}


def _sign(sign: str) -> str:
    if sign in _KNOWN:
        return _KNOWN[sign]
    # White of any other width is a space; what joins or hides other signs is nothing to be printed.
    if unicodedata.category(sign) == "Zs":
        return " "
    return "" if unicodedata.category(sign) == "Cf" else sign
