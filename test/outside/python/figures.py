"""The figures of a compliance report, counted again. See "Figures" in docs/verified.md."""

import json
import math
from datetime import date

from cases import Case, Standing
from days import TABLES, between, day_in, moment, plus_days
from formats import NotCanonical, canonical, text_of

SCHEMA = "urn:forthwith:schema:compliance-report:1"
LATER = ("inTime", "lateEntries", "arrivals", "duties", "dismissals", "retention")
HANDOVER_MINUTES = (15, 60, 240, 1_440, 4_320)
EXCEPTIONS, OUTAGES = 200, 100
BEFORE_ALL_DAYS = "0000-01-01"


def _no_constant(_):
    raise ValueError


def _json(data):
    try:
        value = json.loads(text_of(data) or "", parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _month(day):
    return day[:7]


def _week(day):
    one = date.fromisoformat(day)
    year, week, _ = one.isocalendar()
    return f"{year:04}-W{week:02}"


class Counted:
    """What a report counts of one case."""

    def __init__(self, request, entries, standing, zone):
        case, self.open, self.extended = Case(request, zone), [], False
        named, decided = {}, {}
        for _, entry in entries:
            event, facts = entry["event"], entry["facts"]
            case.add(entry)
            self.extended = self.extended or event == "deadline.extended"
            if (case.state in TABLES["openStates"]) == (len(self.open) % 2 == 0):
                self.open.append(day_in(entry["at"], zone))
            if event in ("request.recorded", "claim.added"):
                named.update(dict.fromkeys(facts["rights"]))
            elif event == "claim.corrected":
                if "replaces" in facts:
                    named.pop(facts["replaces"], None)
                    decided.pop(facts["replaces"], None)
                named[facts["right"]] = None
            elif event == "request.split":
                for right in facts["rights"]:
                    named.pop(right, None)
            elif event == "claim.decided":
                decided[facts["right"]] = (facts["outcome"], facts.get("ground", "-"))
        self.entered_late = any(entry["facts"].get("enteredLate") is True for _, entry in entries)
        first = next(entry for _, entry in entries if entry["event"] == "request.recorded")
        facts = first["facts"]
        split = "splitFrom" in facts
        standing_mail = [] if split else case._standing()
        directly, at_once = (None, None) if split else case.judged(standing)
        received, recorded = moment(facts["receivedAt"]), moment(facts["recordedAt"])
        seen = moment(facts["seenAt"]) if "seenAt" in facts else None
        unknown = facts.get("arrival") == "unknown"
        since = seen if unknown else received if seen is None else max(seen, received)
        forwarded = moment(standing_mail[0]["acceptedAt"]) if standing_mail else None
        self.request, self.facts, self.case = request, facts, case
        self.recorded_on = day_in(first["at"], zone)
        self.rights = [right for right in TABLES["rights"] if right in named]
        self.outcomes = [(right, *decided[right]) for right in TABLES["rights"] if right in decided]
        self.directly, self.at_once = split or directly is True, split or at_once is True
        self.deadline = case.deadline(BEFORE_ALL_DAYS)
        self.answer = None if case.answer is None else case.ledger.standing_of(case.answer)
        over = case.answered_on is not None or self.deadline in ("ended", "missed") or case.stands
        self.running_until = None if over else case.due
        acknowledged = moment(case.acknowledged) if case.acknowledged else None
        self.times = {
            "receiptToRecording": None if split or since is None else recorded - since,
            "recordingToForwarding": None if forwarded is None else max(0, forwarded - recorded),
            "forwardingToAcknowledgement": None
            if forwarded is None or acknowledged is None
            else max(0, acknowledged - forwarded),
            "receiptToAnswerDays": None
            if case.answered_on is None
            else max(0, between(day_in(facts["receivedAt"], zone), case.answered_on)),
        }
        self.arrival = self._arrival(facts, zone)
        self.exception = None
        if not (self.directly and self.at_once):
            limits = standing.instructions.get(facts["instruction"])
            reasons = ["arrival-unknown"] if unknown else []
            late = limits and since is not None and recorded - since > limits["handoverLimitMinutes"] * 60_000
            reasons += ["late-handover"] if late else []
            if forwarded is None:
                reasons += ["not-forwarded"]
            elif limits:
                reasons += ["late-forwarding"] if forwarded - recorded > limits["forwardingLimitSeconds"] * 1_000 else []
                reasons += [] if directly else ["other-recipient"]
            self.exception = {
                "request": request,
                "reasons": reasons,
                "receivedAt": facts["receivedAt"],
                "recordedAt": facts["recordedAt"],
                "forwardedAt": standing_mail[0]["acceptedAt"] if standing_mail else None,
                "reasonStated": facts["handoverLate"],
            }

    @staticmethod
    def _arrival(facts, zone):
        if "arrival" not in facts:
            return None
        if facts["arrival"] == "unknown":
            return "unknown"
        if "seenAt" not in facts:
            return "unsaid"
        days = between(day_in(facts["receivedAt"], zone), day_in(facts["seenAt"], zone))
        return "sameDay" if days <= 0 else "nextDay" if days == 1 else "later"

    def deadline_by(self, end):
        overdue = self.running_until is not None and self.running_until < end
        return "missed" if self.deadline == "open" and overdue else self.deadline


def _distribution(values):
    values = sorted(values)

    def at(share):
        return values[max(1, math.ceil(share * len(values))) - 1] if values else None

    return {"count": len(values), "median": at(0.5), "p90": at(0.9), "p99": at(0.99), "longest": at(1)}


class Fold:
    def __init__(self, first, last, zone):
        self.first, self.last, self.zone = first, last, zone
        self.standing, self.cases, self.measures, self.ever = Standing(), {}, {}, {}
        self.answered, self.outages, self.begun, self.size = {}, [], None, 0
        self.issued, self.staff = [], set()

    def add(self, index, entry):
        event, facts, at = entry["event"], entry["facts"], entry["at"]
        day = day_in(at, self.zone)
        if day > self.last:
            return
        within = day >= self.first
        if within and self.begun is None:
            self.begun = index
        self.size = index + 1
        self.standing.add(entry)
        self._organisation(event, facts)
        name = f"{event}:{facts['kind']}" if event in ("deadline.paused", "deadline.resumed") else event
        self.ever[name] = self.ever.get(name, 0) + 1
        if within:
            self.measures[name] = self.measures.get(name, 0) + 1
        if within and event == "request.answered":
            self.answered[day] = self.answered.get(day, 0) + 1
        request = entry["subject"].get("request")
        if request is not None:
            self.cases.setdefault(request, []).append((index, entry))
            self._outage(event, at, request)

    def _organisation(self, event, facts):
        if event == "instruction.issued":
            self.issued.append((facts, set()))
        elif event == "instruction.confirmed":
            for issued, confirmed in self.issued:
                if issued["instruction"] == facts["instruction"]:
                    confirmed.add(facts["user"])
                    break
        elif event in ("user.added", "role.granted") and facts["role"] == "staff":
            self.staff.add(facts["user"])
        elif event == "role.revoked" and facts["role"] == "staff":
            self.staff.discard(facts["user"])

    def _outage(self, event, at, request):
        running = self.outages[-1] if self.outages and self.outages[-1]["to"] is None else None
        if event == "forwarding.accepted" and running:
            running["to"] = at
        elif event in ("forwarding.deferred", "forwarding.refused"):
            if running is None:
                self.outages.append({"from": at, "to": None, "requests": {request}})
            else:
                running["requests"].add(request)

    def finish(self):
        told = [
            Counted(request, entries, self.standing, self.zone)
            for request, entries in self.cases.items()
            if any(entry["event"] == "request.recorded" for _, entry in entries)
        ]
        mine = [one for one in told if one.recorded_on >= self.first]
        exceptions = [one.exception for one in mine if one.exception]
        deadlines = [one.deadline_by(self.last) for one in mine]
        count, ever = (lambda name: self.measures.get(name, 0)), (lambda name: self.ever.get(name, 0))
        met = [one.answer for one in mine if one.deadline == "met"]
        arrivals = [one.arrival for one in mine]
        outages = [one for one in self.outages if one["to"] is None or day_in(one["to"], self.zone) >= self.first]
        return {
            "period": {"from": self.first, "to": self.last},
            "timeZone": self.zone,
            "requests": self._requests(told, mine),
            "times": {
                name: _distribution([one.times[name] for one in mine if one.times[name] is not None])
                for name in ("receiptToRecording", "recordingToForwarding", "forwardingToAcknowledgement", "receiptToAnswerDays")
            },
            "verdict": {
                "directly": sum(one.directly for one in mine),
                "atOnce": sum(one.at_once for one in mine),
                "followed": sum(one.directly and one.at_once for one in mine),
                "exceptions": exceptions[:EXCEPTIONS],
                "exceptionsLeftOut": max(0, len(exceptions) - EXCEPTIONS),
            },
            "deadlines": {
                **{name: deadlines.count(name) for name in ("met", "missed", "open", "ended")},
                "extended": sum(one.extended for one in mine),
            },
            "inTime": {"proved": met.count("proved"), "stated": met.count("stated"), "cameBack": met.count("came-back")},
            "lateEntries": {"requests": sum(one.entered_late for one in mine)},
            "arrivals": {name: arrivals.count(name) for name in ("sameDay", "nextDay", "later", "unsaid", "unknown")},
            "identityChecks": {"asked": count("deadline.paused:identity"), "confirmed": count("deadline.resumed:identity")},
            "recipients": {
                "listed": count("recipient.listed"),
                "notified": count("recipient.notified"),
                "leftOut": count("recipient.left-out"),
            },
            "restrictions": {
                "began": count("restriction.began"),
                "lifted": count("restriction.lifted"),
                "activeAtEnd": ever("restriction.began") - ever("restriction.lifted"),
            },
            "complaints": {
                "opened": count("complaint.opened"),
                "concluded": count("complaint.concluded"),
                "openAtEnd": ever("complaint.opened") - ever("complaint.concluded"),
            },
            "erasures": {"closed": count("request.closed")},
            "duties": {"done": count("duty.done"), "leftOut": count("duty.left-out"), "reopened": count("duty.reopened")},
            "dismissals": {"noted": count("request.mistake-noted"), "dismissed": count("request.dismissed")},
            "retention": {
                "erased": count("content.erased"),
                "told": count("erasure.certified"),
                "untold": count("erasure.uncertified"),
                "copies": count("copy.deleted"),
                "channels": count("channel.copy-deleted"),
                "holds": count("hold.set"),
                "heldAtEnd": ever("hold.set") - ever("hold.released"),
            },
            "instructions": self._instructions(),
            "staff": len(self.staff),
            "outages": self._longest(outages),
            "outagesLeftOut": max(0, len(outages) - OUTAGES),
            "log": {
                "size": self.size,
                "entries": 0 if self.begun is None else self.size - self.begun,
                "damageFound": count("log.damage-found"),
                "clockAnomalies": count("clock.anomaly"),
                "epochs": count("log.epoch-opened"),
            },
            "byMonth": self._trend(mine, _month),
            "byWeek": self._trend(mine, _week),
        }

    def _requests(self, told, mine):
        channels, decided, outcomes = {}, {}, {}
        for one in mine:
            kind, channel, wait = one.facts["channelKind"], one.facts["channel"], one.times["receiptToRecording"]
            blank = {"kind": kind, "requests": 0, "handover": [0] * (len(HANDOVER_MINUTES) + 1)}
            found = channels.setdefault(channel, blank)
            found["kind"] = min(found["kind"], kind)
            found["requests"] += 1
            if wait is not None:
                within = [at for at, minutes in enumerate(HANDOVER_MINUTES) if wait <= minutes * 60_000]
                found["handover"][within[0] if within else len(HANDOVER_MINUTES)] += 1
            for right, outcome, ground in one.outcomes:
                outcomes[f"{right}:{outcome}:{ground}"] = outcomes.get(f"{right}:{outcome}:{ground}", 0) + 1
                decided[f"{channel}:{outcome}"] = decided.get(f"{channel}:{outcome}", 0) + 1
        carried = [one for one in told if sum(day < self.first for day in one.open) % 2 == 1]
        states = [one.case.state for one in mine]
        named = [right for one in mine for right in one.rights or ["unnamed"]]
        return {
            "recorded": len(mine),
            "carriedOver": len(carried),
            "byRight": {right: named.count(right) for right in [*TABLES["rights"], "unnamed"]},
            "byChannel": sorted(
                ({"channel": channel, **found} for channel, found in channels.items()),
                key=lambda one: (one["kind"], one["channel"]),
            ),
            "byState": {state: states.count(state) for state in TABLES["lifecycle"]},
            "outcomes": [
                {"right": right, "outcome": outcome, "ground": None if ground == "-" else ground, "claims": claims}
                for name, claims in sorted(outcomes.items())
                for right, outcome, ground in [name.split(":")]
            ],
            "decidedByChannel": [
                {"channel": channel, "outcome": outcome, "claims": claims}
                for name, claims in sorted(decided.items())
                for channel, outcome in [name.split(":")]
            ],
        }

    def _instructions(self):
        in_order = sorted(self.issued, key=lambda one: one[0]["version"])
        before = [one for one in in_order if one[0]["holdsFrom"] <= self.first][-1:]
        return [
            {
                **{name: facts[name] for name in ("instruction", "version", "holdsFrom", "text")},
                **{name: facts[name] for name in ("handoverLimitMinutes", "forwardingLimitSeconds")},
                "confirmedBy": len(confirmed & self.staff),
            }
            for facts, confirmed in in_order
            if any(facts is one[0] for one in before) or self.first < facts["holdsFrom"] <= self.last
        ]

    def _trend(self, mine, span_of):
        points, day = {}, self.first
        while day <= self.last:
            points.setdefault(span_of(day), {"received": 0, "answered": 0, "followed": 0, "missed": 0})
            day = plus_days(day, 1)
        for one in mine:
            point = points[span_of(one.recorded_on)]
            point["received"] += 1
            point["followed"] += one.directly and one.at_once
            point["missed"] += one.deadline_by(self.last) == "missed"
        for day, answers in self.answered.items():
            points[span_of(day)]["answered"] += answers
        return [{"span": span, **point} for span, point in points.items()]

    @staticmethod
    def _longest(outages):
        def lasting(one):
            return math.inf if one["to"] is None else moment(one["to"]) - moment(one["from"])

        kept = sorted(outages, key=lambda one: (-lasting(one), one["from"]))[:OUTAGES]
        return [{**one, "requests": len(one["requests"])} for one in sorted(kept, key=lambda one: one["from"])]


ALONE = (
    *("period", "timeZone", "times", "verdict", "deadlines", "identityChecks", "recipients", "erasures", "byMonth"),
    *("byWeek", "inTime", "lateEntries", "arrivals", "duties", "dismissals"),
)


def _within(figures):
    """those that rest on nothing but the period and the cases in it"""

    def but(name, member):
        value = figures.get(name)
        return {**(value if isinstance(value, dict) else {}), member: 0}

    return {
        **{name: figures.get(name) for name in ALONE},
        "requests": but("requests", "carriedOver"),
        "restrictions": but("restrictions", "activeAtEnd"),
        "complaints": but("complaints", "openAtEnd"),
        "retention": but("retention", "heldAtEnd"),
        "log": but("log", "size"),
    }


def _text(value):
    try:
        return canonical(value)
    except NotCanonical:
        return None


def check_figures(bundle, manifest, entries, findings):
    name = "compliance.json"
    value = _json(bundle.read(name)) if name in bundle else None
    if value is None or value.get("schema") != SCHEMA:
        return
    stated = value.get("figures")
    log = stated.get("log") if isinstance(stated, dict) else None
    size = log.get("size") if isinstance(log, dict) else None
    if manifest["from"] is None or isinstance(size, bool) or not isinstance(size, (int, float)):
        findings.judge("figures-recounted", "malformed", name)
        return
    fold = Fold(manifest["from"], manifest["to"], manifest["timeZone"])
    for index, entry in entries.parsed:
        if index < size:
            fold.add(index, entry)
    first = manifest["runs"][0] if manifest["runs"] else {"first": 1, "count": 0}
    shown = (lambda figures: figures) if first["first"] == 0 and first["count"] >= size else _within
    counted, claimed = shown(fold.finish()), shown(stated)
    for member in counted:
        if member not in LATER or member in stated:
            said = _text(claimed.get(member))
            findings.judge("figures-recounted", None if said == _text(counted[member]) else "other-figure", member)
