"""Languages by their codes, and what each calls itself."""

import re
from collections.abc import Mapping
from types import MappingProxyType

ENGLISH = "en"
_CODE = re.compile(r"[a-z]{2}(-[A-Z]{2})?")  # as in pack.de.yaml and pack.pt-BR.yaml

# By code, as speakers write it, so that the people concerned can read the menu.
_AUTONYMS: Mapping[str, str] = MappingProxyType(
    {
        "ar": "العربية",
        "bg": "Български",
        "ca": "Català",
        "cs": "Čeština",
        "cy": "Cymraeg",
        "da": "Dansk",
        "de": "Deutsch",
        "el": "Ελληνικά",
        "en": "English",
        "eo": "Esperanto",
        "es": "Español",
        "et": "Eesti",
        "eu": "Euskara",
        "fa": "فارسی",
        "fi": "Suomi",
        "fr": "Français",
        "ga": "Gaeilge",
        "gl": "Galego",
        "he": "עברית",
        "hi": "हिन्दी",
        "hr": "Hrvatski",
        "hu": "Magyar",
        "id": "Bahasa Indonesia",
        "is": "Íslenska",
        "it": "Italiano",
        "ja": "日本語",
        "ko": "한국어",
        "lt": "Lietuvių",
        "lv": "Latviešu",
        "nb": "Norsk bokmål",
        "nl": "Nederlands",
        "nn": "Norsk nynorsk",
        "pl": "Polski",
        "pt": "Português",
        "pt-BR": "Português (Brasil)",
        "ro": "Română",
        "ru": "Русский",
        "sk": "Slovenčina",
        "sl": "Slovenščina",
        "sr": "Српски",
        "sv": "Svenska",
        "th": "ไทย",
        "tr": "Türkçe",
        "uk": "Українська",
        "vi": "Tiếng Việt",
        "zh": "中文",
        "zh-TW": "繁體中文",
    }
)


def is_language(code: str) -> bool:
    """Whether this could be a language's code."""
    return _CODE.fullmatch(code) is not None


def read_language(code: str) -> str:
    """The code; raises ValueError with an example."""
    if not is_language(code):
        raise ValueError(f"{code!r} is not a language's code; write it like de or pt-BR")
    return code


def autonym(code: str) -> str:
    """What a language calls itself; its code, if we do not know."""
    return _AUTONYMS.get(code, code)
