"""Texts in all languages, from one record to another."""


def copy_translations(source, target, names):
    """Copy translated texts in every language that is installed.

    :param source: a record
    :param target: a record, maybe of another model, with fields of the same names
    :param names: names of translated fields
    """
    installed = {code for code, _name in source.env["res.lang"].get_installed()} | {"en_US"}
    for name in names:
        texts = source._fields[name]._get_stored_translations(source) or {}
        texts = {lang: text for lang, text in texts.items() if lang in installed and text}
        if texts:
            target.update_field_translations(name, texts)
