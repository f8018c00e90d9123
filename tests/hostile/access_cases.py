# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked, by operation and case: how it is prepared and what is sent.

A case is a function of the world and of who will ask, that prepares a thing and returns two
requests: one for the thing, one for a thing of the same kind that is nowhere. A request is
(method, path, body, headers).
"""
from place import DEAR, FLOW, SECRET, clock, command_id, digest, log_file, new_ticket, upload_headers

NOWHERE = 99999999
NO_FILE = "0" * 64
CASES = {}


def case(operation, name="-"):
    def keep(function):
        CASES[operation, name] = function
        return function
    return keep


def plain(operation, method, path, name="-", body=None, headers=None):
    request = (method, path, body, headers)
    CASES[operation, name] = lambda world, who: (request, request)


plain("getHealth", "GET", "/healthz")
plain("getReadiness", "GET", "/readyz")
plain("getMetrics", "GET", "/metrics", "here")
plain("getMetrics", "GET", "/metrics", "forwarded", headers={"X-Forwarded-For": "192.0.2.1"})
plain("signIn", "POST", "/v1/sessions", "bad_code", {"code": "1234-5678"})
plain("signIn", "POST", "/v1/sessions", "no_provider", {"oidc": {"token": "a.b.c", "nonce": "n"}})
plain("listSignInMethods", "GET", "/v1/sign-in-methods")
plain("refreshSession", "POST", "/v1/sessions/refresh", "bad_token", {"refresh_token": "rr_" + "0" * 40})
plain("signOut", "DELETE", "/v1/sessions/current")
plain("getMe", "GET", "/v1/me")
plain("handIn", "POST", "/v1/hand-ins", "forged", {"sealed": "A" * 200})
plain("listPolicies", "GET", "/v1/policies")
plain("getPolicy", "GET", f"/v1/policies/{FLOW['kameng']}/3")
plain("getCalendars", "GET", "/v1/calendars")


def standing(world):
    """A ticket that only is read: with a file that all may see and one that is masked."""
    if not hasattr(world, "standing"):
        ticket = world.create()
        world.view, world.masked = world.add_file(ticket, "order_screen"), world.add_file(ticket, "channel_log")
        elsewhere = world.create("cainiao")
        world.add_file(elsewhere, "order_screen")
        world.wait_until_rendered(ticket)
        world.standing, world.elsewhere = ticket, elsewhere
    return world.standing


def reading(operation, path, name="-"):
    def make(world, who):
        standing(world)
        return (("GET", path, None, None),) * 2
    CASES[operation, name] = make


reading("getChanges", "/v1/changes")
reading("search", f"/v1/search?q={SECRET['kameng']}", "words")
reading("search", "/v1/search?q=game_card", "fact")
reading("search", f"/v1/search?q={SECRET['kameng']}&platform=kameng", "platform")


@case("search", "number")
def search_number(world, who):
    return (("GET", f"/v1/search?q=T-{standing(world)['id']}", None, None),
            ("GET", f"/v1/search?q=T-{NOWHERE}", None, None))


@case("getChanges", "from_before")
def changes_from_before(world, who):
    standing(world)
    return (("GET", f"/v1/changes?cursor={world.cursors.get(who.token, 'none')}", None, None),) * 2


@case("getChanges", "of_another")
def changes_of_another(world, who):
    if not hasattr(world, "cursor"):
        world.cursor = world.expect(200, "GET", "/v1/changes?limit=1", world.worker)["next"]
    request = ("GET", f"/v1/changes?cursor={world.cursor}", None, None)
    return request, request


plain("listTrail", "GET", "/v1/audit/accounts/entries", "accounts")


@case("listTrail")
def list_trail(world, who):
    standing(world)
    return tuple(("GET", f"/v1/audit/{log}/entries", None, None) for log in ("kameng", "nowhere"))


plain("listCheckpoints", "GET", "/v1/audit")
plain("getProof", "GET", "/v1/audit/accounts/proof?from=0&size=0", "accounts")


@case("getProof")
def get_proof(world, who):
    standing(world)
    return tuple(("GET", f"/v1/audit/{log}/proof?from=0&size=0", None, None) for log in ("kameng", "nowhere"))


@case("getCheckpoint")
def get_checkpoint(world, who):
    standing(world)
    world.await_signature("kameng")
    return tuple(("GET", f"/v1/audit/{log}/checkpoint", None, None) for log in ("kameng", "nowhere"))


def peak_body(flow, note):
    """Far ahead, so that it moves the clock of no ticket."""
    return {"flow": flow, "from": clock(600), "until": clock(601), "note": note}


def declare(world):
    """The peak, and whoever declared one before has cancelled it."""
    if getattr(world, "peak", None):
        world.ask("POST", f"/v1/peaks/{world.peak}/cancel", world.boss)
    body = peak_body(FLOW["kameng"], SECRET["kameng"])
    world.peak = world.expect(200, "POST", "/v1/peaks", world.boss, body=body)["id"]
    return world.peak


@case("listPeaks")
def list_peaks(world, who):
    if not getattr(world, "peak", None):
        declare(world)
    return (("GET", "/v1/peaks", None, None),) * 2


@case("declarePeak")
def declare_peak(world, who):
    peaks = world.expect(200, "GET", "/v1/peaks", world.boss)["peaks"]
    for peak in peaks:
        world.ask("POST", f"/v1/peaks/{peak['id']}/cancel", world.boss)
    world.peak = None
    return tuple(("POST", "/v1/peaks", peak_body(flow, SECRET["kameng"]), None) for flow in (FLOW["kameng"], "no-such"))


@case("endPeak")
def end_peak(world, who):
    return tuple(("POST", f"/v1/peaks/{number}/end", None, None) for number in (declare(world), NOWHERE))


@case("cancelPeak")
def cancel_peak(world, who):
    return tuple(("POST", f"/v1/peaks/{number}/cancel", None, None) for number in (declare(world), NOWHERE))


def told(world, stopped):
    """The platform has an address where nobody listens, and was or was not stopped."""
    if not hasattr(world, "hook"):
        world.hook = True
        world.server.command("webhook", "set", "kameng", "http://127.0.0.1:9/hook")
    world.ask("POST", "/v1/webhooks/kameng/start", world.boss)
    world.ask("POST", "/v1/webhooks/kameng/stop", world.boss, body={"why": SECRET["kameng"]})
    if not stopped:
        world.expect(200, "POST", "/v1/webhooks/kameng/start", world.boss)


def of_platforms(action, body=None):
    return tuple(("POST", f"/v1/webhooks/{platform}/{action}", body, None) for platform in ("kameng", "nowhere"))


@case("listWebhooks")
def list_webhooks(world, who):
    told(world, True)
    return (("GET", "/v1/webhooks", None, None),) * 2


@case("stopWebhooks")
def stop_webhooks(world, who):
    told(world, False)
    return of_platforms("stop", {"why": SECRET["kameng"]})


@case("startWebhooks")
def start_webhooks(world, who):
    told(world, True)
    return of_platforms("start")


@case("testWebhooks")
def test_webhooks(world, who):
    told(world, False)
    return of_platforms("test")


@case("resendWebhooks")
def resend_webhooks(world, who):
    told(world, False)
    return of_platforms("resend")


@case("resendWebhook")
def resend_webhook(world, who):
    told(world, False)
    if not hasattr(world, "event"):
        events = world.expect(200, "POST", "/v1/webhooks/kameng/test", world.boss)["events"]
        world.event = events[0]["id"]
    return tuple(("POST", f"/v1/webhook-events/{number}/resend", None, None) for number in (world.event, NOWHERE))


def of_tickets(world, method, rest="", body=None, headers=None):
    return tuple((method, f"/v1/tickets/T-{number}{rest}", body, headers) for number in (standing(world)["id"], NOWHERE))


@case("getTicket")
def get_ticket(world, who):
    return of_tickets(world, "GET")


@case("getTicket", "known")
def get_known_ticket(world, who):
    tag = world.ask("GET", f"/v1/tickets/T-{standing(world)['id']}", world.boss).headers["etag"]
    return of_tickets(world, "GET", headers={"If-None-Match": tag})


@case("setPresence")
def set_presence(world, who):
    return of_tickets(world, "PUT", "/presence", {"mode": "viewing"})


def reveal(world, who, body):
    ticket = world.create()
    if "evidence" in body:
        body = {**body, "evidence": world.add_file(ticket, "channel_log")}
        world.wait_until_rendered(ticket)
    world.command(who.desk, "claim", ticket)
    return tuple(("POST", f"/v1/tickets/T-{number}/reveal", body, None) for number in (ticket["id"], NOWHERE))


@case("reveal", "fact")
def reveal_fact(world, who):
    return reveal(world, who, {"fact": "claim.account", "reason": "to compare"})


@case("reveal", "file")
def reveal_file(world, who):
    return reveal(world, who, {"evidence": "", "reason": "to compare"})


@case("exportTicket")
def export_ticket(world, who):
    return of_tickets(world, "POST", "/pack", {"reason": "asked for"})


def of_files(world, sha256, headers=None, ticket=None):
    ticket = ticket or standing(world)
    return tuple(("GET", f"/v1/tickets/T-{number}/evidence/{file}", None, headers)
                 for number, file in ((ticket["id"], sha256), (ticket["id"], NO_FILE)))


def file_case(name, masked=False, **headers):
    def make(world, who):
        standing(world)
        known = {key.replace("_", "-"): value(world) if callable(value) else value for key, value in headers.items()}
        return of_files(world, world.masked if masked else world.view, known)
    CASES["getEvidence", name] = make


file_case("view")
file_case("part", Range="bytes=1-4")
file_case("beyond", Range="bytes=1000000-")
file_case("known", If_None_Match=lambda world: f"\"{world.view}\"")
file_case("masked", masked=True)
file_case("original", masked=True, Redress_Reason="to%20compare")


@case("getEvidence", "through_other")
def get_through_other(world, who):
    """The file of a ticket that one may not see, asked for through one that one may."""
    standing(world)
    return of_files(world, world.view, {"Redress-Reason": "r"}, world.elsewhere)


@case("addEvidence")
def add_evidence(world, who):
    ticket = world.create()
    world.numbers += 1
    data = log_file("kameng", world.numbers)
    return tuple(("POST", f"/v1/tickets/T-{number}/evidence", data, upload_headers(data, "order_screen"))
                 for number in (ticket["id"], NOWHERE))


def of_commands(world, command, **elsewhere):
    nowhere = {**command, "command_id": command_id(), **(elsewhere or {"ticket": NOWHERE})}
    return tuple(("POST", "/v1/commands", {"commands": [sent]}, None) for sent in (command, nowhere))


def command_case(kind, claimed=True, before=None, **members):
    def make(world, who):
        ticket = world.create()
        if claimed:
            world.command(who.desk, "claim", ticket)
        if before:
            before(world, who, ticket)
        added = {name: value(world, ticket) if callable(value) else value for name, value in members.items()}
        return of_commands(world, world.make_command(kind, ticket, **added))
    CASES["sendCommands", kind] = make


def hold(world, who, ticket):
    world.command(who.desk, "hold", ticket, body={"note": "wait", "until": clock(24)})


def same_order(world, ticket):
    return {"other": world.create(order=ticket["order_no"])["id"]}


def with_file(world, ticket):
    return {"evidence": world.add_file(ticket, "order_screen"), "blurred": True, "note": "not to be seen",
            "boxes": [{"x": 0, "y": 0, "width": 1, "height": 1}]}


command_case("claim", claimed=False)
command_case("renew")
command_case("release")
command_case("check_out")
command_case("need_info", body={"ask": "platform", "slots": ["channel_log"], "message": "Please send the log."})
command_case("hold", body={"note": "wait", "until": clock(24)})
command_case("resume", before=hold)
command_case("escalate", body={"note": "dear"})
command_case("note", claimed=False, body={"note": "seen"})
command_case("hand_over", body={"hand_to": "colleague", "note": "yours"})
command_case("merge", body=same_order)


@case("sendCommands", "redact")
def redact(world, who):
    """Nothing that could be painted over, so the best answer is that it is no picture."""
    return with_piece(world, who, "redact")


@case("sendCommands", "blur")
def blur(world, who):
    return with_piece(world, who, "blur")


def with_piece(world, who, kind):
    ticket = world.create()
    world.command(who.desk, "claim", ticket)
    body = with_file(world, ticket)
    for name in {"redact": ["blurred"], "blur": ["boxes"]}[kind]:
        del body[name]
    return of_commands(world, world.make_command(kind, ticket, body=body))


@case("sendCommands", "decide")
def decide(world, who):
    ticket = world.create()
    world.command(who.desk, "claim", ticket)
    return of_commands(world, world.make_command("decide", ticket, **world.decision(ticket)))


@case("sendCommands", "decide_dear")
def decide_dear(world, who):
    """Escalated, so that only a supervisor decides it."""
    ticket = world.create()
    world.command(world.worker, "claim", ticket)
    world.command(world.worker, "escalate", ticket, body={"note": "too hard"})
    world.command(who.desk, "claim", ticket)
    return of_commands(world, world.make_command("decide", ticket, **world.decision(ticket)))


def second(world, kind, body):
    ticket = world.create(amount=DEAR)
    world.decide(ticket, DEAR)
    return of_commands(world, world.make_command(kind, ticket, body=body, **world.seen(ticket)))


@case("sendCommands", "approve_second")
def approve_second(world, who):
    return second(world, "approve_second", {"note": "yes"})


@case("sendCommands", "refuse_second")
def refuse_second(world, who):
    return second(world, "refuse_second", {"note": "no"})


@case("sendCommands", "revoke")
def revoke(world, who):
    ticket = world.create()
    world.command(world.worker, "claim", ticket)
    return of_commands(world, world.make_command("revoke", ticket, body={"note": "Its holder is away"}))


@case("sendCommands", "sent_before")
def sent_before(world, who):
    """The very bytes that another account sent, and was answered."""
    ticket = world.create()
    sent = world.make_command("claim", ticket)
    world.expect(200, "POST", "/v1/commands", world.worker, body={"commands": [sent]})
    world.command(world.worker, "release", ticket)
    return of_commands(world, sent)


@case("sendCommands", "merge_other")
def merge_other(world, who):
    standing(world)
    ticket = world.create()
    world.command(who.desk, "claim", ticket)
    command = world.make_command("merge", ticket, body={"other": world.elsewhere["id"]})
    return of_commands(world, command, body={"other": NOWHERE})


def intake(world, method, rest, body, ticket=None, headers=None):
    """Nowhere: for a stranger another platform, for the platform itself another ticket."""
    ticket = ticket or world.create()
    world.numbers += 1
    headers = {"Idempotency-Key": f"k-{world.numbers}", **(headers or {})}
    return tuple((method, f"/v1/platforms/kameng/tickets/{name}/{rest}", body, headers)
                 for name in (ticket["external_id"], "nowhere"))


@case("createTicket")
def create_ticket(world, who):
    world.numbers += 1
    body = new_ticket("kameng", f"{SECRET['kameng']}-{world.numbers}")
    headers = {"Idempotency-Key": f"k-{world.numbers}"}
    return tuple(("POST", f"/v1/platforms/{platform}/tickets", body, headers) for platform in ("kameng", "nowhere"))


@case("updateFacts")
def update_facts(world, who):
    fact = {"name": "claim.amount", "value": 32800, "unit": "fen", "source": "customer", "as_of": clock()}
    return intake(world, "PATCH", "facts", {"facts": [fact]})


@case("addEvents")
def add_events(world, who):
    event = {"at": clock(), "lane": "system", "code": "requested", "text": "x", "source": "platform"}
    return intake(world, "POST", "timeline", {"events": [event]})


@case("addPlatformEvidence")
def add_platform_evidence(world, who):
    world.numbers += 1
    data = log_file("kameng", world.numbers)
    return intake(world, "POST", "evidence", data, headers=upload_headers(data, "channel_log"))


@case("reportEffects")
def report_effects(world, who):
    ticket = world.create()
    world.decide(ticket)
    effect = {"name": "refund_source", "state": "done", "at": clock(), "text": "ok"}
    return intake(world, "POST", "effects", {"round": 1, "effects": [effect]}, ticket)


@case("withdrawTicket")
def withdraw_ticket(world, who):
    return intake(world, "POST", "withdraw", {"text": "no longer"})
