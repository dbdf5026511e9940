"""Links to a module's records in texts of Odoo's own, found so that none leads nowhere."""

import re

from lxml import html
from odoo.tools import SQL

# where people read what we have written: notes of activities, chatter, calendar
TEXTS = (("mail_activity", "note"), ("mail_message", "body"), ("calendar_event", "description"))
_ROOT = "div"


def remove_links(env, models):
    """Take links to records of some models out of what stays; the words of the links stay.

    A link that stands alone in its paragraph goes with it.
    """
    names = "|".join(re.escape(model) for model in sorted(models))
    if not names:
        return
    env.flush_all()
    links = rf'(data-oe-model="|/odoo/|[?&;]model=)({names})["/&]'
    for table, column in TEXTS:
        _remove_from(env, SQL.identifier(table), SQL.identifier(column), links)
    env.invalidate_all()


def _remove_from(env, table, column, links):
    """Write the texts of a column that hold such links without them.

    By SQL: nobody is told of it, and it does not count as a change.
    """
    pattern = re.compile(links)
    found = SQL("SELECT id, %s FROM %s WHERE %s ~ %s", column, table, column, links)
    for res_id, text in env.execute_query(found):
        told = without_links(text, pattern)
        env.cr.execute(SQL("UPDATE %s SET %s = %s WHERE id = %s", table, column, told, res_id))


def without_links(text, pattern):
    """Return a piece of HTML without those links whose tag is found by a pattern.

    >>> without_links('<p>By <a href="/odoo/x/1">X 1</a>.</p>', re.compile("/odoo/x/"))
    '<p>By X 1.</p>'
    """
    root = html.fragment_fromstring(text, create_parent=_ROOT)
    for link in list(root.iter("a")):
        tag = html.tostring(link, encoding="unicode", with_tail=False)
        if not pattern.search(tag.partition(">")[0]):
            continue
        parent = link.getparent()
        if parent is not root and _is_alone(link, parent):
            parent.drop_tree()
        else:
            link.drop_tag()
    return html.tostring(root, encoding="unicode")[len(f"<{_ROOT}>") : -len(f"</{_ROOT}>")]


def _is_alone(link, parent):
    beside = (parent.text or "") + (link.tail or "")
    return len(parent) == 1 and not beside.strip()
