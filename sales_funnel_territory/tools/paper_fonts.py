"""Fonts of a printed page: each language has its own form of the same Chinese character."""

# fonts with the characters of a language first: the same sign is drawn otherwise in each
_LATIN = "Lato, Roboto, 'DejaVu Sans'"
_SIMPLIFIED = (
    "'Noto Sans CJK SC', 'Noto Sans SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', "
    "'WenQuanYi Micro Hei', 'Droid Sans Fallback'"
)
_TRADITIONAL = (
    "'Noto Sans CJK TC', 'Noto Sans TC', 'Source Han Sans TC', 'PingFang TC', "
    "'Microsoft JhengHei', 'WenQuanYi Micro Hei', 'Droid Sans Fallback'"
)


def paper_fonts(lang: str | None) -> str:
    """Return the fonts for a page in a language such as zh_TW, as a value of CSS."""
    is_traditional = (lang or "").startswith(("zh_TW", "zh_HK"))
    return f"{_LATIN}, {_TRADITIONAL if is_traditional else _SIMPLIFIED}, sans-serif"
