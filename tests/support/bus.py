# SPDX-License-Identifier: GPL-3.0-or-later
"""The accessibility bus of the session. Many questions go out at once and cost one wait."""
from gi.repository import Gio, GLib

FLAGS = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION


class Bus:
    def __init__(self):
        session = Gio.bus_get_sync(Gio.BusType.SESSION)
        address = session.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress",
                                    None, None, Gio.DBusCallFlags.NONE, -1).unpack()[0]
        self.connection = Gio.DBusConnection.new_for_address_sync(address, FLAGS)

    def get_pid(self, name):
        answer = self.ask("org.freedesktop.DBus", [
            ("/org/freedesktop/DBus", "org.freedesktop.DBus", "GetConnectionUnixProcessID", GLib.Variant("(s)", (name,)))])
        return answer[0][0] if answer[0] else None

    def ask(self, name, questions):
        """Questions are (path, interface, method, parameters); an object that is gone answers None."""
        answers = [None] * len(questions)
        open_questions = set(range(len(questions)))

        def answered(connection, result, index):
            try:
                answers[index] = connection.call_finish(result).unpack()
            except GLib.Error:
                pass
            open_questions.discard(index)

        for index, (path, interface, method, parameters) in enumerate(questions):
            if not interface.startswith("org."):
                interface = "org.a11y.atspi." + interface
            self.connection.call(name, path, interface, method, parameters, None,
                                 Gio.DBusCallFlags.NO_AUTO_START, 20000, None, answered, index)
        while open_questions:
            GLib.MainContext.default().iteration(True)
        return answers
