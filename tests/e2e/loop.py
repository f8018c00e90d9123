# SPDX-License-Identifier: GPL-3.0-or-later
"""The agent's loop, step by step. Whoever walks it may look at what shows on the way."""
from backend import wait_for
from world import SECOND


class Loop:
    def __init__(self, world, see=None):
        """see(desk, name) is called where there is something to see."""
        self.world = world
        self.see = see or (lambda desk, name: None)
        self.desk = None
        self.colleague = None

    def await_applied(self, number, verdict):
        """The server has the decision once, and its audit log says so once."""
        decision = self.world.observer.await_decision(number, verdict)
        leaves = self.world.leaves(number)
        assert len(leaves) == 1, leaves
        return decision, leaves[0]

    def sign_in(self):
        # Long enough for what a colleague does meanwhile, on a busy machine too.
        self.desk = self.world.open_desk(None, "one", settings={"undo-seconds": "uint32 20"})
        self.desk.wait("Sign in to decide")
        self.see(self.desk, "sign-in")
        self.desk.sign_in("agent", self.world.passwords["agent"])
        self.desk.wait("All decisions recorded")

    def approve(self):
        """After a look at each file, with a note; the time to undo passes by itself."""
        desk = self.desk
        number = desk.take_until(lambda: desk.recommends("Approve"))
        self.see(desk, "case")
        count = desk.view_evidence()
        for index in range(1, count + 1):
            desk.wait_file(index)
            if index == 1:
                self.see(desk, "evidence")
                desk.key("space")
            desk.key("Right")
        desk.close_viewer()
        desk.choose("Approve")
        desk.write_note("seen on the log")
        self.see(desk, "decision")
        desk.submit()
        desk.wait_recorded()
        assert not self.world.observer.decisions(number)
        self.see(desk, "recorded")
        decision, leaf = self.await_applied(number, "approve")
        evidence = self.world.observer.ticket(number)["evidence"]
        assert decision["note"] == "seen on the log", decision
        assert decision["reason_code"], decision
        assert decision["cited"] == [evidence[0]["sha256"]], decision
        # What is masked is not opened by looking at its place.
        assert count == len(evidence), evidence
        assert len(leaf["opened"]) == sum(not piece.get("masked") for piece in evidence), leaf
        desk.wait("Decided", within="RedressDecisionBar")
        self.see(desk, "applied")

    def reject(self):
        desk = self.desk
        number = desk.take_until(lambda: desk.recommends("Reject"))
        desk.choose("Reject")
        desk.submit()
        desk.wait_recorded()
        desk.send_now()
        self.await_applied(number, "reject")

    def ask(self):
        desk = self.desk
        number = desk.take_until(lambda: desk.recommends("Need info"))
        desk.key("a")
        self.see(desk, "ask")
        desk.submit()
        desk.wait_recorded()
        desk.send_now()
        self.world.observer.await_state(number, "waiting_")
        assert not self.world.observer.decisions(number)

    def undo(self):
        """What was written is a draft again, and the server never heard of it."""
        desk = self.desk
        number = desk.take_until(lambda: desk.recommends("Approve"))
        before = self.world.observer.ticket(number)
        desk.choose("Approve")
        desk.write_note("too early")
        desk.submit()
        desk.wait_recorded()
        desk.undo()
        desk.wait("All decisions recorded")
        assert desk.app.all("text", "too early", "RedressDecisionForm")
        after = self.world.observer.ticket(number)
        assert after["version"] == before["version"] and not after.get("decisions"), after

    def conflict(self):
        """What was undone is submitted again and given back; a colleague decides before it leaves."""
        desk = self.desk
        number = desk.number
        self.colleague = colleague = self.world.open_desk("agent2", "two", options=(SECOND,))
        colleague.open(number)
        desk.submit()
        desk.wait_recorded()
        desk.run("case.release")
        wait_for(lambda: not self.world.observer.ticket(number).get("claim"), "the ticket to be free")
        colleague.choose("Approve")
        colleague.submit()
        colleague.wait_recorded()
        colleague.send_now()
        self.await_applied(number, "approve")
        desk.send_now()
        colleague.close()
        desk.wait("Your decision was not recorded. Nothing of it was carried out.", within="RedressConflictPage")
        mine, theirs = (desk.reads(words, "RedressConflictPage") for words in ("too early", "agent2"))
        assert mine and theirs
        assert len(self.world.leaves(number)) == 1
        self.see(desk, "conflict")

    def work_offline(self):
        """Three checked-out tickets are decided while the server is dead; all three arrive once."""
        desk = self.desk
        numbers = []
        while len(numbers) < 3:
            numbers.append(desk.take_until(self._can_work_offline))
            desk.run("case.check-out")
            desk.wait("Checked out, %s", within="RedressCaseTitleBar")
        self.world.backend.kill()
        desk.wait("Offline since %s")
        for number in numbers:
            desk.open(number)
            desk.choose("Approve")
            desk.submit()
            desk.wait_recorded()
        desk.send_now()
        desk.wait("It is sent when the server can be reached. Nothing is lost.", within="RedressDecisionBar")
        desk.wait("3 decisions wait on this computer")
        self.see(desk, "offline")
        self.world.restart_backend()
        desk.press("Retry", within="RedressPanes")
        for number in numbers:
            self.await_applied(number, "approve")
        desk.wait_gone("3 decisions wait on this computer")

    def _can_work_offline(self):
        return self.world.may_approve_offline(self.desk)
