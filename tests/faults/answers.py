# SPDX-License-Identifier: GPL-3.0-or-later
"""The answers that a desk gets, and what brings each of them about."""
from backend import Failure, wait_for

# How many failures follow each other before something has to succeed.
CHAIN = 64


class Answer:
    """One kind of answer: what it is called on the line, and how a desk comes to ask for it."""

    role = "agent"
    chain = CHAIN
    is_patient = False  # a silence is worth its time even where there is little
    is_repeated = True  # whatever came of it, it can be asked for again at once
    is_spent = False  # it can be asked for once of each ticket, and there are so many of these
    wait = 1

    def __init__(self, kind):
        self.kind = self.name = kind

    def prepare(self, world):
        """What has to be so before; nothing fails yet."""

    def ask(self, world):
        """Has the desk ask until it has its answer."""
        raise NotImplementedError

    def finish(self, world):
        """Nothing fails any more."""


class Order(Answer):
    """An order that ends when the answer is here."""

    def __init__(self, kind, *order, before=(), chain=CHAIN, role="agent"):
        super().__init__(kind)
        self.order, self.before, self.chain, self.role = order, before, chain, role

    def prepare(self, world):
        for order in self.before:
            world.desk.tell(*order)

    def ask(self, world):
        world.desk.tell(*self.order)


class First(Order):
    """What a desk asks for that has nothing. A poll that waits would have to end first."""

    wait = 0


class Anew(First):
    """What it asks for of a ticket, when that is opened."""

    def ask(self, world):
        world.desk.tell("rebuild", world.tickets)
        world.desk.tell("open", world.shown)
        super().ask(world)


class Restless(Order):
    """What the desk asks for by itself, while the feed is asked again and again."""

    wait = 0
    is_repeated = False

    def ask(self, world):
        super().ask(world)
        wait_for(lambda: not world.line.fault.offsets, f"'{self.kind}' to be asked for again")


class Sent(Order):
    """A command of which the desk is told something final: the ticket may not be free any more."""

    def ask(self, world):
        try:
            super().ask(world)
        except Failure:
            if not world.desk.again:
                raise


class Spent(Answer):
    """A command that a ticket takes once."""

    is_spent = True

    def __init__(self, order, kind=None):
        super().__init__(f"POST /v1/commands {kind or order} 200")
        self.name = f"{self.kind}, {order}"
        self.is_patient = order == "decide"
        self.order = order
        self.ticket = 0

    def prepare(self, world):
        self.ticket = world.next_ticket()
        world.desk.tell("claim", self.ticket)

    def ask(self, world):
        world.desk.tell(self.order, self.ticket)


class Fixed(Answer):
    """A command that a ticket takes again and again, where another takes it back."""

    def __init__(self, order, before=(), after=()):
        super().__init__(f"POST /v1/commands {order} 200")
        self.order, self.before, self.after = order, before, after

    def prepare(self, world):
        for order in ("claim", *self.before):
            world.desk.tell(order, world.fixed)

    def ask(self, world):
        world.desk.tell(self.order, world.fixed)

    def finish(self, world):
        for order in self.after:
            world.desk.tell(order, world.fixed)


class Several(Answer):
    """Commands that wait together go together."""

    def __init__(self):
        super().__init__(r"POST /v1/commands note(\+note)+ 200")
        self.tickets = ()

    def prepare(self, world):
        self.tickets = self.tickets or [world.next_ticket() for _ in range(3)]
        for ticket in self.tickets:
            world.desk.tell("claim", ticket)

    def ask(self, world):
        world.line.hold("POST /v1/commands note 200")
        world.desk.tell("notes", *self.tickets)


class Refresh(Answer):
    """The session is renewed because the server does not take its token any more."""

    chain = 20
    wait = 0

    def ask(self, world):
        wait_for(lambda: self._is_done(world), "the session to be renewed")
        world.desk.tell("rest")

    def _is_done(self, world):
        world.line.refuses = "GET /v1/changes"
        return not world.line.fault.offsets


class Rights(Answer):
    """The account is read again after its rights changed."""

    wait = 0

    def __init__(self):
        super().__init__("GET /v1/me 200")
        self.scopes = "all"

    def ask(self, world):
        wait_for(lambda: self._is_done(world), "the rights to be read")
        world.desk.tell("rest")

    def _is_done(self, world):
        self.scopes = "all" if self.scopes != "all" else "rail12306,cainiao,kameng,btepai"
        world.backend.command("user", "grant", world.account, "--scopes", self.scopes)
        return not world.line.fault.offsets

    def finish(self, world):
        if self.scopes != "all":
            self.scopes = "all"
            world.backend.command("user", "grant", world.account, "--scopes", self.scopes)


class News(Answer):
    """A page of the feed that tells what a colleague did."""

    def __init__(self):
        super().__init__("GET /v1/changes news 200")

    def ask(self, world):
        wait_for(lambda: self._is_done(world), "the news")
        world.desk.tell("rest")

    def _is_done(self, world):
        world.colleague.tell("note", world.others)
        return not world.line.fault.offsets


class Quiet(Answer):
    """A page of the feed without news."""

    is_patient = True
    wait = 0

    def __init__(self):
        super().__init__("GET /v1/changes empty 200")

    def ask(self, world):
        wait_for(lambda: not world.line.fault.offsets, "the end of a poll")
        world.desk.tell("rest")


def list_answers(world):
    """Those of a world that is open: which tickets are asked about depends on what it holds."""
    if world.size == "large":
        return [
            Spent("decide"), Spent("stale", "decide"), Spent("need_info"), Spent("escalate"),
            Fixed("note"), Fixed("hold", after=["claim", "resume"]), Fixed("resume", before=["hold", "claim"]), Several(),
            Order("POST /v1/commands claim 200", "claim", world.fixed),
            Order("POST /v1/commands renew 200", "renew", world.fixed, before=[("claim", world.fixed)]),
            Order("POST /v1/commands check_out 200", "check_out", world.fixed, before=[("claim", world.fixed)]),
            Sent("POST /v1/commands release 200", "release", world.fixed, before=[("claim", world.fixed)], chain=1),
            Order("POST /v1/tickets/.*/reveal 200", "reveal", world.masked, before=[("open", world.masked)]),
        ]
    last, shown = world.tickets, world.shown
    return [
        First("GET /v1/changes first news 200", "rebuild", last),
        News(), Quiet(),
        Anew(f"GET /v1/tickets/T-{shown} 200", "rest"),
        Anew(f"GET /v1/policies/{world.flow}/.* 200", "rest"),
        Anew(f"GET /v1/tickets/T-{shown}/evidence/{world.piece} 200", "evidence", shown),
        Order("GET /v1/search 200", "search"),
        Order("POST /v1/sessions 20.", "sign-in", before=[("sign-out",)], chain=8),
        Restless("GET /v1/policies 200", "sign-in", before=[("sign-out",)]),
        Restless("GET /v1/calendars 200", "sign-in", before=[("sign-out",)]),
        Refresh("POST /v1/sessions/refresh 20."), Rights(),
        Order("POST /v1/tickets/.*/pack 200", "export", shown, role="supervisor"),
        Order("GET /v1/peaks 200", "peaks", role="supervisor"),
        Order("GET /v1/webhooks 200", "connectors", role="supervisor"),
        Order("DELETE /v1/sessions/current 20.", "sign-out", before=[("sign-in",)], chain=1),
    ]
