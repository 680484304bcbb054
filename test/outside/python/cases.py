"""Entries of the log: their one form, and what follows from their sequence for each case. See "The verdict" in
docs/verified.md; events, facts and lifecycle are those of docs/verified.json."""

import re

from days import TABLES, Deadlines, day_in, moment
from formats import SAFE, NotCanonical, parse_canonical, text_of, unbase64

EVENTS = TABLES["events"]
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")
UUID_7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\Z")
MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{3}Z\Z")
LIMIT = 65_535


def is_day(text):
    match = re.match(r"([0-9]{4})-([0-9]{2})-([0-9]{2})\Z", text) if isinstance(text, str) else None
    if not match:
        return False
    year, month, day = map(int, match.groups())
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    lengths = [31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return 1 <= month <= 12 and 1 <= day <= lengths[month - 1]


def is_int(value):
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= SAFE


def _text(pattern):
    return lambda value: isinstance(value, str) and bool(pattern.match(value))


KINDS = {
    "uuid": _text(UUID),
    "moment": lambda value: _text(MOMENT)(value) and is_day(value[:10]),
    "date": is_day,
    "integer": lambda value: is_int(value) and value >= 0,
    "boolean": lambda value: isinstance(value, bool),
    "sha256": lambda value: isinstance(value, str) and len(unbase64(value) or b"") == 32,
    "rights": lambda value: isinstance(value, list)
    and all(isinstance(one, str) and one in TABLES["rights"] for one in value)
    and len(set(value)) == len(value),
    "slug": lambda value: _text(re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z"))(value) and len(value) <= 40,
    "keyId": _text(re.compile(r"[0-9a-f]{8}\Z")),
}


def is_fact(shape, value):
    if isinstance(shape, str):
        return KINDS[shape](value)
    return isinstance(value, str) and value in shape["oneOf"]


def parse_entry(line):
    """None for what is not the canonical line of a known event."""
    text = text_of(line) if len(line) <= LIMIT else None
    try:
        entry = parse_canonical(text) if text is not None else None
    except NotCanonical:
        return None
    if not isinstance(entry, dict):
        return None
    members, subject, actor = set(entry), entry.get("subject"), entry.get("actor")
    wanted = {"actor", "at", "event", "facts", "id", "subject", "v"}
    if not wanted <= members <= wanted | {"commit"} or not is_int(entry["v"]) or entry["v"] != 1:
        return None
    kind, _, who = actor.partition(":") if isinstance(actor, str) else ("", "", "")
    acted = kind in ("user", "token") and UUID.match(who) if ":" in str(actor) else kind in ("system", "cli", "department", "person")
    about = isinstance(subject, dict) and len(subject) == 1 and set(subject) <= {"request", "organisation"}
    if not acted or not about or not KINDS["uuid"](*subject.values()) or not _text(UUID_7)(entry["id"]):
        return None
    if not KINDS["moment"](entry["at"]) or ("commit" in entry and not KINDS["sha256"](entry["commit"])):
        return None
    event, facts = entry["event"], entry["facts"]
    shape = EVENTS.get(event) if isinstance(event, str) else None
    if shape is None or not isinstance(facts, dict):
        return None
    every = {**shape["facts"], **shape.get("optional", {})}
    sound = set(shape["facts"]) <= set(facts) <= set(every) and all(is_fact(every[name], facts[name]) for name in facts)
    return entry if sound else None


# What holds for the organisation -----------------------------------------------------------------------------------

class Standing:
    def __init__(self):
        self.designations, self.instructions = {}, {}
        self.zone, self.land, self.synthetic = None, None, False

    def add(self, entry):
        event, facts, at = entry["event"], entry["facts"], entry["at"]
        if event in ("organisation.created", "organisation.changed"):
            self.zone, self.land = facts.get("timeZone", self.zone), facts.get("land", self.land)
            self.synthetic = self.synthetic or facts.get("synthetic") is True
        elif event == "designation.set":
            self._end(facts.get("replaces"), at)
            if facts["designation"] in self.designations:
                return "issued-twice"
            self.designations[facts["designation"]] = {"recipients": facts["recipients"], "from": at, "until": None}
        elif event == "designation.ended":
            self._end(facts["designation"], at)
        elif event == "instruction.issued":
            if facts["instruction"] in self.instructions:
                return "issued-twice"
            self.instructions[facts["instruction"]] = facts
        return None

    def _end(self, designation, at):
        known = self.designations.get(designation)
        if known and known["until"] is None:
            known["until"] = at

    def in_force_on(self, day):
        holding = [one for one in self.instructions.values() if one["holdsFrom"] <= day]
        return max(holding, key=lambda one: (one["holdsFrom"], one["version"]))["instruction"] if holding else None

    def covers(self, accepted, since):
        known = self.designations.get(accepted["designation"])
        return (
            known is not None
            and known["recipients"] == accepted["recipients"]
            and known["from"] <= accepted["at"]
            and (known["until"] is None or known["until"] >= since)
        )


# How what is told is known -----------------------------------------------------------------------------------------

BY_HOUSE = ("request.answered", "deadline.paused", "deadline.extended", "restriction.lifting-announced", "recipient.disclosed")


class Ledger:
    def __init__(self):
        self.sent, self.acknowledged = {}, None
        self.back, self.received, self.asked, self.codes, self.tasks = set(), set(), set(), set(), set()

    def add(self, entry, zone):
        event, facts = entry["event"], entry["facts"]
        if event == "request.acknowledged":
            self.acknowledged = self.acknowledged or entry["at"]
        elif event == "message.sent":
            self.sent[facts["message"]] = (facts["by"], facts["on"])
        elif event == "message.bounced":
            self.back.add(facts["message"])
        elif event == "message.received" and facts.get("from", "person") == "person":
            self.received.add(facts["message"])
        elif event == "identity.asked":
            self.asked.add(facts["check"])
        elif event == "identity.code-sent":
            self.codes.add(facts["check"])
        elif event == "task.answered":
            self.tasks.add(facts["task"])
        elif event == "task.withdrawn":
            self.tasks.discard(facts["task"])
        if "proof" not in facts:
            return None
        on = facts.get("sentOn" if event == "deadline.extended" else "on")
        if facts["proof"] == "attested":
            early = on and self.acknowledged and event in BY_HOUSE and on < day_in(self.acknowledged, zone)
            return "stated-too-early" if early else None
        return None if self._has(facts["proof"], facts.get("evidence", ""), on) else "no-such-proof"

    def _has(self, proof, evidence, on):
        if proof == "message":
            if evidence in self.sent:
                return on is None or self.sent[evidence][1] == on
            return evidence in self.received
        return evidence in (self.asked if proof == "check" else self.tasks)

    def standing_of(self, facts):
        proof, evidence = facts.get("proof"), facts.get("evidence", "")
        if proof == "message":
            if evidence in self.back:
                return "came-back"
            known = evidence in self.received or self.sent.get(evidence, ("", ""))[0] == "mail"
        else:
            known = (proof == "check" and evidence in self.codes) or (proof == "task" and evidence in self.tasks)
        return "proved" if known else "stated"


# One case ----------------------------------------------------------------------------------------------------------

TABLE, TRACES = TABLES["lifecycle"], TABLES["commands"]
WITHOUT_CONSEQUENCE = TABLES["withoutConsequence"]
LIMIT_MS = 60_000


def command_of(entry):
    trace = TRACES.get(entry["event"])
    return trace["words"][entry["facts"][trace["by"]]] if isinstance(trace, dict) else trace


class Case:
    def __init__(self, request, zone):
        self.request, self.zone = request, zone
        self.recorded, self.recorded_at, self.state = None, "", "recorded"
        self.acknowledged = self.due = self.answered_on = self.answer = None
        self.accepted, self.rights, self.attempts = [], {}, {}
        self.missed, self.stands = False, set()
        self.ledger = Ledger()
        self.merged_into, self.taken, self.parts = None, {}, set()

    def add(self, entry):
        event, facts, at = entry["event"], entry["facts"], entry["at"]
        if event == "request.recorded":
            return self._begin(facts, at)
        if self.recorded is None:
            return "before-recorded"
        self._note(event, facts, at)
        unproved = self.ledger.add(entry, self.zone)
        joined = self._join(event, facts)
        command = command_of(entry)
        if command is not None:
            return self._apply(command, at) or joined or unproved
        if joined or unproved:
            return joined or unproved
        if event == "deadline.missed" and self.state not in ("recorded", "acknowledged"):
            return "not-allowed"
        return self._forward(event, facts, at) if event.startswith("forwarding.") else None

    def _begin(self, facts, at):
        if self.recorded is not None:
            return "recorded-twice"
        self.recorded, self.recorded_at, self.due = facts, at, facts["dueOn"]
        self.rights = dict.fromkeys(facts["rights"])
        if facts.get("splitFrom") == self.request:
            return "joined-wrongly"
        fits = _just_before(facts["recordedAt"], at) and facts["receivedAt"] <= at and _seen_between(facts)
        return None if fits else "time-contradicts"

    def _apply(self, command, at):
        following = TABLE[self.state].get(command)
        late = command == "withdraw" and moment(at) - moment(self.recorded_at) > TABLES["withdrawalMinutes"] * 60_000
        if following is None or late:
            # What comes next is judged as if it had been.
            self.state = next((row[command] for row in TABLE.values() if command in row), self.state)
            return "not-allowed"
        self.state = following
        return None

    def _note(self, event, facts, at):
        if event in TABLES["statesDueOn"]:
            self.due = facts["dueOn"]
        if event == "request.acknowledged":
            self.acknowledged = self.acknowledged or at
        elif event in ("claim.added", "request.joined"):
            self.rights.update(dict.fromkeys(one for one in facts["rights"] if one not in self.rights))
        elif event in ("request.separated", "request.split"):
            for right in facts["rights"]:
                self.rights.pop(right, None)
        elif event == "deadline.paused" and facts["stands"]:
            self.stands.add(facts["kind"])
        elif event == "deadline.resumed":
            self.stands.discard(facts["kind"])
        elif event == "deadline.missed":
            self.missed = True
        elif event == "request.answered":
            self.answered_on, self.answer = facts["on"], facts
            self.missed = self.missed or facts["late"]
        elif event == "request.reopened":
            self.answered_on = self.answer = None

    def _join(self, event, facts):
        wrong = False
        if event == "request.merged":
            self.merged_into = facts["into"]
            self._settle()
            wrong = facts["into"] == self.request
        elif event == "request.unmerged":
            wrong = self.merged_into != facts["from"]
            self.merged_into = None
        elif event == "request.joined":
            wrong = facts["from"] == self.request or facts["from"] in self.taken
            self.taken[facts["from"]] = True
        elif event == "request.separated":
            wrong = self.taken.pop(facts["from"], None) is not True or self.state != "acknowledged"
        elif event == "request.split":
            wrong = facts["into"] == self.request or facts["into"] in self.parts
            self.parts.add(facts["into"])
            self._settle()
        elif event not in WITHOUT_CONSEQUENCE and not event.startswith("forwarding."):
            self._settle()
        return "joined-wrongly" if wrong else None

    def _settle(self):
        self.taken = dict.fromkeys(self.taken, False)

    def _forward(self, event, facts, at):
        last, running = self.attempts.get(facts["forwarding"], (0, False))
        if event == "forwarding.attempt-started":
            self.attempts[facts["forwarding"]] = (facts["attempt"], True)
            return None if facts["attempt"] == last + 1 and not running else "attempt-out-of-turn"
        if event == "forwarding.bounced":
            standing = [one for one in self._standing() if one["forwarding"] == facts["forwarding"]]
            for one in standing:
                one["bounced"] = True
            return None if any(one["attempt"] == facts["attempt"] for one in standing) else "attempt-out-of-turn"
        if event not in TABLES["attemptResults"]:
            return None
        self.attempts[facts["forwarding"]] = (last, False)
        if facts["attempt"] != last or not running:
            return "attempt-out-of-turn"
        if event == "forwarding.accepted":
            self.accepted.append({**facts, "at": at})
            return None if _just_before(facts["acceptedAt"], at) else "time-contradicts"
        return None

    def _standing(self):
        """accepted and not come back"""
        return [one for one in self.accepted if "bounced" not in one]

    def judged(self, standing):
        """(directly, at once); None where the instruction is not among the entries"""
        limits = standing.instructions.get(self.recorded["instruction"]) if self.recorded else None
        if limits is None:
            return None, None
        received, recorded = moment(self.recorded["receivedAt"]), moment(self.recorded["recordedAt"])
        # "At once" counts from seeing; an arrival that nobody knows is no success.
        known = self.recorded.get("arrival") != "unknown"
        seen = max(moment(self.recorded["seenAt"]), received) if "seenAt" in self.recorded else received
        in_time = known and recorded - seen <= limits["handoverLimitMinutes"] * 60_000
        if not self._standing():
            return False, False
        forwarded = moment(self._standing()[0]["acceptedAt"])
        directly = all(standing.covers(one, self.recorded_at) for one in self.accepted)
        return directly, in_time and forwarded - recorded <= limits["forwardingLimitSeconds"] * 1_000

    def deadline(self, today):
        if self.state in ("withdrawn", "retracted", "merged") or (self.state == "closed" and self.answered_on is None):
            return "ended"
        until = self.answered_on or (None if self.stands else today)
        if self.missed or (self.due is not None and until is not None and until > self.due):
            return "missed"
        return "open" if self.answered_on is None else "met"


def _seen_between(facts):
    """nobody sees what has not arrived; a day stands for its first moment"""
    seen = facts.get("seenAt")
    exact = facts.get("arrival") != "day" and facts.get("seen") != "day"
    return seen is None or (seen <= facts["recordedAt"] and (not exact or facts["receivedAt"] <= seen))


def _just_before(one, at):
    return 0 <= moment(at) - moment(one) <= LIMIT_MS


class Replay:
    def __init__(self, zone):
        self.zone, self.standing, self.deadlines = zone, Standing(), Deadlines()
        self.cases, self.faults, self.behind, self.anomalies, self.last = {}, [], [], [], ""

    def add(self, index, entry):
        at = entry["at"]
        if at < self.last:
            self._fault(index, "time-runs-backwards")
        self.last = at
        self._fault(index, self.standing.add(entry))
        if entry["event"] == "clock.anomaly":
            self.anomalies.append((moment(at), entry["facts"]["behindMs"]))
        request = entry["subject"].get("request")
        if request is None:
            return
        case = self.cases.setdefault(request, Case(request, self.zone))
        fault = case.add(entry) or self._contradiction(entry, request)
        behind = self._behind_by(entry) if fault == "time-contradicts" else 0
        if behind > LIMIT_MS:
            self.behind.append((index, moment(at), behind))
        else:
            self._fault(index, fault)
        zone = self.standing.zone or self.zone
        if entry["event"] == "request.recorded":
            self._fault(index, self._instruction_fault(entry, zone))
        if self.deadlines.add(entry, zone, self.standing.land):
            self._fault(index, "other-deadline")

    def _fault(self, index, fault):
        if fault and len(self.faults) < 100:
            self.faults.append((fault, index))

    @staticmethod
    def _behind_by(entry):
        told = entry["facts"].get("acceptedAt", entry["facts"].get("recordedAt"))
        return moment(entry["at"]) - moment(told) if told else 0

    def _instruction_fault(self, entry, zone):
        known, facts = self.standing.instructions, entry["facts"]
        if not known or "splitFrom" in facts:
            return None
        in_force = self.standing.in_force_on(day_in(entry["at"], zone))
        right = facts["instruction"] in known if in_force is None else facts["instruction"] == in_force
        return None if right else "other-instruction"

    def _contradiction(self, entry, request):
        event, facts = entry["event"], entry["facts"]
        other = self.cases.get(facts.get("from"))
        wrong = False
        if event in ("request.joined", "request.separated") and other:
            wrong = (other.merged_into == request) != (event == "request.joined")
        elif event == "request.recorded" and "splitFrom" in facts:
            origin = self.cases.get(facts["splitFrom"])
            wrong = origin is not None and request not in origin.parts
        return "joined-wrongly" if wrong else None

    def finish(self):
        """What the entries prove of each case, as of the last of them."""
        zone = self.standing.zone or self.zone
        today = day_in(self.last, zone)
        shown = [self._shown(case, today) for case in self.cases.values()]
        for index, at, behind in self.behind:
            near = [ms for when, ms in self.anomalies if abs(when - at) <= LIMIT_MS and ms + LIMIT_MS >= behind]
            if not near:
                self._fault(index, "time-contradicts")
        return shown

    def _origin_of(self, case):
        """The end of a chain of splits: what came in from outside and was forwarded."""
        seen, above = set(), case.recorded.get("splitFrom")
        while True:
            origin = None if above is None or above in seen else self.cases.get(above)
            following = origin.recorded.get("splitFrom") if origin and origin.recorded else None
            if origin is None or following is None:
                return origin
            seen.add(above)
            above = following

    def _shown(self, case, today):
        recorded = case.recorded or {}
        forwarded = self._origin_of(case) if "splitFrom" in recorded else case
        directly, at_once = forwarded.judged(self.standing) if forwarded else (None, None)
        first = next((one["acceptedAt"] for one in forwarded._standing()), None) if forwarded else None
        return {
            "request": case.request,
            "rights": list(case.rights),
            "receivedAt": recorded.get("receivedAt"),
            "recordedAt": recorded.get("recordedAt"),
            "forwardedAt": first,
            "acknowledgedAt": case.acknowledged,
            "answeredOn": case.answered_on,
            "dueOn": case.due,
            "state": case.state,
            "directly": directly,
            "atOnce": at_once,
            "deadline": case.deadline(today),
            "answer": None if case.answer is None else case.ledger.standing_of(case.answer),
        }
