# SPDX-License-Identifier: GPL-3.0-or-later
"""A program's window as a screen reader sees it: find things by role and name, use them.

Run inside `hermetic --display`. A look is a picture of the whole tree; every search takes a new one
and waits for what it looks for, because objects come and go while the window works.
"""
import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

from backend import Failure, wait_for  # noqa: E402
from bus import Bus  # noqa: E402

ROOT = "/org/a11y/atspi/accessible/root"
PAGE = "GtkStackPage"
PANES = "RedressPanes"
FOCUSED = 1 << int(Atspi.StateType.FOCUSED)
PRESSED = 1 << int(Atspi.StateType.PRESSED)
SENSITIVE = 1 << int(Atspi.StateType.SENSITIVE)
VISIBLE = 1 << int(Atspi.StateType.VISIBLE)
WHOLE = GLib.Variant("(ii)", (0, GLib.MAXINT32))
COORDINATES = int(Atspi.CoordType.WINDOW)
IN_WINDOW = GLib.Variant("(u)", (COORDINATES,))
# In the words of Debian 12.
ROLES = {"button": "push button"}


class Node:
    """An object at the moment of the look."""

    def __init__(self, path, interfaces, name, role, states, child_count=-1, parent=None):
        self.path = path
        self.parent = parent
        self.interfaces = {interface.rsplit(".", 1)[-1] for interface in interfaces}
        self.name = name
        role = Atspi.role_get_name(Atspi.Role(role))
        self.role = ROLES.get(role, role)
        self.states = states[0] | states[1] << 32
        self.child_count = child_count
        self.children = []
        # What can be read: its text, else its name.
        self.text = name
        self.visible = False
        self.showing = False

    def is_sensitive(self):
        return bool(self.states & SENSITIVE)

    def is_focused(self):
        return bool(self.states & FOCUSED)

    def is_pressed(self):
        return bool(self.states & PRESSED)

    def walk(self):
        yield self
        for child in self.children:
            yield from child.walk()


def mark_visible(node, hidden, visible=True):
    # A page is not said to be visible although what lies in it is.
    is_said = node.states & VISIBLE or node.name == PAGE or node.path == ROOT
    node.visible = visible and bool(is_said) and node.path not in hidden
    for child in node.children:
        mark_visible(child, hidden, node.visible)


class Application:
    def __init__(self, pid, seconds=30):
        self.pid = pid
        self.bus = Bus()
        self.sender = wait_for(self._find_sender, f"the window of process {pid}", seconds)

    def _find_sender(self):
        answer = self.bus.ask("org.a11y.atspi.Registry", [(ROOT, "Accessible", "GetChildren", None)])[0]
        for sender, _ in answer[0] if answer else []:
            if self.bus.get_pid(sender) == self.pid and self._list_items(sender):
                return sender
        return None

    def _list_items(self, sender):
        """Everything the program knows of; nothing before it has a window, and when it has ended."""
        answer = self.bus.ask(sender, [("/org/a11y/atspi/cache", "Cache", "GetItems", None)])[0]
        items = answer[0] if answer else []
        return items if any(item[0][1] == ROOT for item in items) else []

    def ask(self, node, interface, method, parameters=None):
        """What one object answers, None if it is gone."""
        return self.bus.ask(self.sender, [(node.path, interface, method, parameters)])[0]

    def _ask_all(self, nodes, interface, method, parameters):
        return self.bus.ask(self.sender, [(node.path, interface, method, parameters) for node in nodes])

    def look(self):
        """The tree as it is now."""
        known, below = {}, {}
        for item in sorted(self._list_items(self.sender), key=lambda item: item[3]):
            node = known[item[0][1]] = Node(item[0][1], item[5], item[6], item[7], item[9], item[4], item[2][1])
            below.setdefault(item[2][1], []).append(node)
        if not known:
            raise Failure("the window is gone")
        # The root is its own parent.
        below[ROOT] = [node for node in below[ROOT] if node.path != ROOT]
        self._grow(known[ROOT], known, below)
        mark_visible(known[ROOT], self._find_hidden(known[ROOT]))
        return known[ROOT]

    def _grow(self, node, known, below):
        node.children = below.get(node.path, [])
        if len(node.children) != node.child_count:
            # GTK 4.8 forgets rows that a list uses again, and remembers some that it let go.
            answer = self.ask(node, "Accessible", "GetChildren")
            children = [known.get(path) or self._learn(path) for _, path in (answer[0] if answer else [])]
            node.children = [child for child in children if child]
        for child in node.children:
            self._grow(child, known, below)

    def _find_hidden(self, root):
        """GTK 4.8 does not say which page of a stack shows, but it says what lies at a point."""
        places = [(node.children[0], node.parent) for node in root.walk() if node.name == PAGE and node.children]
        places += [(child, node.path) for node in root.walk() if node.name == PANES for child in node.children]
        boxes = self._ask_all([node for node, _ in places], "Component", "GetExtents", IN_WINDOW)
        points = [(node, holder, x + width * part // 8, y + height * part // 8)
                  for (node, holder), box in zip(places, boxes) if box for x, y, width, height in box[:1]
                  for part in (1, 3, 4, 7) if width > 0 and height > 0]
        hits = self.bus.ask(self.sender, [
            (holder, "Component", "GetAccessibleAtPoint", GLib.Variant("(iiu)", (x, y, COORDINATES)))
            for _, holder, x, y in points])
        known = {node.path for node in root.walk()}
        parts = {node.path: {part.path for part in node.walk()} for node, _ in places}
        shown = {node.path for (node, *_), hit in zip(points, hits)
                 if hit and self._find_known(hit[0][1], known) in parts[node.path]}
        return parts.keys() - shown

    def _find_known(self, path, known):
        """What lies at a point may be a part of something that keeps its parts to itself."""
        while path is not None and path not in known:
            answer = self._get(path, "Parent")
            path = answer[0][1] if answer else None
        return path

    def _get(self, path, name):
        wanted = GLib.Variant("(ss)", ("org.a11y.atspi.Accessible", name))
        return self.bus.ask(self.sender, [(path, "org.freedesktop.DBus.Properties", "Get", wanted)])[0]

    def _learn(self, path):
        interfaces, role, states = self.bus.ask(self.sender, [
            (path, "Accessible", "GetInterfaces", None),
            (path, "Accessible", "GetRole", None),
            (path, "Accessible", "GetState", None),
        ])
        name = self._get(path, "Name")
        if None in (interfaces, role, states, name):
            return None
        return Node(path, interfaces[0], name[0], role[0], states[0])

    def _read(self, nodes):
        texts = [node for node in nodes if "Text" in node.interfaces]
        for node, answer in zip(texts, self._ask_all(texts, "Text", "GetText", WHOLE)):
            node.text = answer[0] if answer else ""

    def _measure(self, nodes):
        """GTK 4.8 says of windows alone that they show; what is on the screen has a size."""
        nodes = [node for node in nodes if node.visible]
        for node, answer in zip(nodes, self._ask_all(nodes, "Component", "GetExtents", IN_WINDOW)):
            node.showing = answer is not None and answer[0][2] > 0 and answer[0][3] > 0

    def all(self, role=None, name=None, within=None, showing=True):
        """Every object of a role whose name or text contains `name`."""
        found = [node for node in self._walk(within) if not role or node.role == role]
        if name:
            self._read(found)
            found = [node for node in found if name in node.name or name in node.text]
        if showing:
            self._measure(found)
            found = [node for node in found if node.showing]
        return found

    def _walk(self, within):
        """What lies in an object that was found, or in the first of a name, such as that of its class."""
        root = self.look()
        if within is None:
            return root.walk()
        key = (lambda node: node.name) if isinstance(within, str) else (lambda node: node.path)
        place = within if isinstance(within, str) else within.path
        return next((node.walk() for node in root.walk() if key(node) == place), iter(()))

    def pages(self, within=None):
        """What lies in the stacks and shows."""
        pages = [node.children[0] for node in self._walk(within) if node.name == PAGE and node.children]
        return [page for page in pages if page.visible]

    def find(self, role=None, name=None, within=None, seconds=20, showing=True):
        """The first such object, as soon as there is one."""
        what = f"{role or 'something'} '{name or ''}'"
        return wait_for(lambda: (self.all(role, name, within, showing) or [None])[0], what, seconds)

    def wait_gone(self, role=None, name=None, seconds=20):
        wait_for(lambda: not self.all(role, name), f"the end of {role or 'something'} '{name or ''}'", seconds)

    def has(self, role=None, name=None):
        return bool(self.all(role, name))

    def texts(self, within=None):
        """Everything that can be read now, in order."""
        nodes = [node for node in self._walk(within) if node.visible and (node.name or "Text" in node.interfaces)]
        self._read(nodes)
        nodes = [node for node in nodes if node.text.strip()]
        self._measure(nodes)
        return [node.text.strip() for node in nodes if node.showing]

    def click(self, role=None, name=None, within=None, seconds=20):
        self.act(self.find(role, name, within, seconds), "click")

    def find_action(self, action):
        """(nullable): where an action such as `case.check-out` is installed."""
        nodes = [node for node in self.look().walk()
                 if "Action" in node.interfaces and (node.role == "frame" or node.name.startswith("Redress"))]
        answers = self._ask_all(nodes, "Action", "GetActions", None)
        return next((node for node, answer in zip(nodes, answers)
                     if answer and any(entry[0] == action for entry in answer[0])), None)

    def act(self, node, action):
        answer = self.ask(node, "Action", "GetActions")
        # Listed are words for people; each can be asked for its name.
        indices = [GLib.Variant("(i)", (index,)) for index in range(len(answer[0]) if answer else 0)]
        names = [name[0] if name else None for name in self.bus.ask(self.sender, [
            (node.path, "Action", "GetName", index) for index in indices])]
        assert action in names, f"{node.role} '{node.text}' has no action {action}, but {names}"
        done = self.ask(node, "Action", "DoAction", indices[names.index(action)])
        assert done is not None and done[0], f"{action} was refused"

    def close(self):
        frame = self.find("frame")
        try:
            self.act(frame, "window.close")
        except AssertionError:
            pass  # A program that ends at once does not answer any more.

    def type_into(self, node, text):
        assert "EditableText" in node.interfaces, f"{node.role} takes no text"
        done = self.ask(node, "EditableText", "SetTextContents", GLib.Variant("(s)", (text,)))
        assert done is not None and done[0], f"{node.role} refused the text"

    def select(self, listing, index):
        self.ask(listing, "Selection", "SelectChild", GLib.Variant("(i)", (index,)))

    def dump(self):
        """What shows, as text, for the log of a test that failed."""
        try:
            root = self.look()
        except Failure as failure:
            return str(failure)
        nodes = [node for node in root.walk() if node.visible]
        self._read(nodes)
        self._measure(nodes)
        return "\n".join(dump(root, 0))


def dump(node, depth):
    # Boxes say nothing.
    is_told = node.showing and node.role not in ("panel", "filler", "separator")
    lines = [f"{'  ' * depth}{node.role} '{node.text[:100]}'"] if is_told else []
    for child in node.children:
        lines += dump(child, depth + is_told)
    return lines
