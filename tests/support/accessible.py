# SPDX-License-Identifier: GPL-3.0-or-later
"""A program's window as a screen reader sees it: find things by role and name, use them.

Run inside `hermetic --display`. Every look waits for what it looks for, because objects come and go
while the window works.
"""
import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

from backend import wait_for  # noqa: E402


def alive(look):
    """What look() gives, or None when the object vanished meanwhile."""
    try:
        return look()
    except GLib.Error:
        return None


def walk(node):
    if node is None or alive(node.get_role_name) is None:
        return
    yield node
    for index in range(alive(node.get_child_count) or 0):
        yield from walk(alive(lambda i=index: node.get_child_at_index(i)))


def has_state(node, state):
    return bool(alive(lambda: node.get_state_set().contains(state)))


def is_showing(node):
    """GTK 4.8 sets SHOWING for windows alone; what is on the screen has a size."""
    if has_state(node, Atspi.StateType.SHOWING):
        return True
    if not has_state(node, Atspi.StateType.VISIBLE):
        return False
    component = alive(node.get_component_iface)
    box = component and alive(lambda: component.get_extents(Atspi.CoordType.WINDOW))
    return bool(box) and box.width > 0 and box.height > 0


def text_of(node):
    """What can be read at a node: its text, else its name."""
    text = alive(node.get_text_iface)
    if text is not None:
        return alive(lambda: Atspi.Text.get_text(text, 0, Atspi.Text.get_character_count(text))) or ""
    return alive(node.get_name) or ""


class Application:
    def __init__(self, pid, seconds=30):
        self.pid = pid
        self.node = wait_for(self._find_node, f"the window of process {pid}", seconds)

    def _find_node(self):
        desktop = Atspi.get_desktop(0)
        for index in range(desktop.get_child_count()):
            node = alive(lambda i=index: desktop.get_child_at_index(i))
            if node and alive(node.get_process_id) == self.pid and alive(node.get_child_count):
                # Kept states would be those of the moment when the window was first looked at.
                node.set_cache_mask(Atspi.Cache.NONE)
                node.clear_cache()
                return node
        return None

    def all(self, role=None, name=None, within=None, showing=True):
        """Every node of a role whose name or text contains `name`."""
        found = []
        for node in walk(within or self.node):
            if role and alive(node.get_role_name) != role:
                continue
            if name and name not in (alive(node.get_name) or "") and name not in text_of(node):
                continue
            if showing and not is_showing(node):
                continue
            found.append(node)
        return found

    def find(self, role=None, name=None, within=None, seconds=20, showing=True):
        """The first such node, as soon as there is one."""
        what = f"{role or 'something'} '{name or ''}'"
        return wait_for(lambda: (self.all(role, name, within, showing) or [None])[0], what, seconds)

    def wait_gone(self, role=None, name=None, seconds=20):
        wait_for(lambda: not self.all(role, name), f"the end of {role or 'something'} '{name or ''}'", seconds)

    def has(self, role=None, name=None):
        return bool(self.all(role, name))

    def texts(self, within=None):
        """Everything that can be read now, in order."""
        seen = [text_of(node).strip() for node in walk(within or self.node) if is_showing(node)]
        return [text for text in seen if text]

    def click(self, role=None, name=None, within=None, seconds=20):
        act(self.find(role, name, within, seconds), "click")

    def activate(self, action, frame=None):
        """Runs an action such as `win.submit` of the window."""
        act(frame or self.find("frame"), action)

    def close(self):
        # A program that ends at once does not answer any more.
        alive(lambda: self.activate("window.close") or True)

    def type_into(self, node, text):
        editable = node.get_editable_text_iface()
        assert editable is not None, f"{node.get_role_name()} takes no text"
        Atspi.EditableText.set_text_contents(editable, text)

    def select(self, listing, index):
        Atspi.Selection.select_child(listing.get_selection_iface(), index)

    def dump(self, node=None, depth=0):
        """What shows, as text, for the log of a test that failed."""
        node = node or self.node
        role = alive(node.get_role_name)
        if role is None:
            return ""
        children = [alive(lambda i=i: node.get_child_at_index(i)) for i in range(alive(node.get_child_count) or 0)]
        # Boxes say nothing, and a page of a stack is not said to show although what lies in it does.
        is_told = is_showing(node) and role not in ("panel", "filler", "separator")
        lines = [f"{'  ' * depth}{role} '{text_of(node)[:100]}'"] if is_told else []
        lines += [self.dump(child, depth + is_told) for child in children if child]
        return "\n".join(line for line in lines if line)


def actions_of(node):
    actions = alive(node.get_action_iface)
    if actions is None:
        return []
    names = [alive(lambda i=index: Atspi.Action.get_action_name(actions, i))
             for index in range(alive(lambda: Atspi.Action.get_n_actions(actions)) or 0)]
    return [name for name in names if name]


def act(node, name):
    names = actions_of(node)
    assert name in names, f"{node.get_role_name()} '{text_of(node)}' has no action {name}, but {names}"
    assert Atspi.Action.do_action(node.get_action_iface(), names.index(name)), f"{name} was refused"
