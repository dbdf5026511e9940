"""`make i18n`: the template of all texts, and the translations merged with it."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from dev import config, databases, odoo
from dev.say import run, step

if TYPE_CHECKING:
    from pathlib import Path

# Written through Odoo's shell: `odoo i18n export` would stamp every run with its date.
EXPORT = """
from odoo.tools.translate import trans_export
with open({path!r}, "wb") as target:
    trans_export(False, [{module!r}], target, "po", env)
"""


def refresh() -> int:
    """Runs in the environment that has polib: see `merge` below."""
    name = "sft-texts"
    databases.fresh(name, demo=False, assets=False)
    for addon in config.addons():
        template = addon / "i18n" / f"{addon.name}.pot"
        template.parent.mkdir(exist_ok=True)
        script = EXPORT.format(path=str(template), module=addon.name)
        shell = odoo.command("shell", "-d", name, "--no-http", "--log-level=warn")
        run(shell, "the texts cannot be exported", env=odoo.environment(), stdin=script)
        for language in config.LANGUAGES[1:]:
            catalog = addon / "i18n" / f"{language}.po"
            merging = [str(odoo.python()), "-m", "dev.translations"]
            step(
                run(
                    [*merging, template, catalog],
                    "merging failed",
                    env=odoo.environment(),
                    cwd=config.ROOT,
                ).strip()
            )
    databases.drop(name)
    return 0


def merge(template: Path, catalog: Path) -> str:
    """Bring a catalogue in line with the template; says how much of it is translated."""
    polib: Any = importlib.import_module("polib")
    texts = polib.pofile(str(template))
    for fleeting in ("POT-Creation-Date", "PO-Revision-Date"):
        texts.metadata.pop(fleeting, None)
    texts.save(str(template))
    translated = polib.pofile(str(catalog)) if catalog.exists() else polib.POFile()
    if not translated.metadata:
        translated.metadata = {**texts.metadata, "Language": catalog.stem}
    translated.merge(texts)
    for gone in translated.obsolete_entries():
        translated.remove(gone)
    translated.save(str(catalog))
    missing = len(translated.untranslated_entries())
    return f"{config.shown(catalog)}: {len(translated) - missing} translated, {missing} missing"


def _main() -> None:
    import sys
    from pathlib import Path

    print(merge(Path(sys.argv[1]), Path(sys.argv[2])))


if __name__ == "__main__":
    _main()
