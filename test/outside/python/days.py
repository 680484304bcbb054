"""Art. 12(3) GDPR counted by Regulation (EEC, Euratom) No 1182/71: the dates that entries state, counted again. See
"Deadlines" in docs/verified.md; the holidays are those of docs/verified.json."""

import json
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

TABLES = json.loads((Path(__file__).parents[3] / "docs" / "verified.json").read_text("utf-8"))
PLACES = [(place["land"], tuple(place["holidays"])) for place in TABLES["places"]]
HOLIDAYS = TABLES["holidays"]


def moment(text):
    """Milliseconds since the epoch."""
    at = datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=timezone.utc)
    return (at - datetime(1970, 1, 1, tzinfo=timezone.utc)) // timedelta(milliseconds=1)


@lru_cache(100_000)
def day_in(text, zone):
    """The civil day of a moment (RFC 3339, or '' for the beginning of the epoch)."""
    at = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(milliseconds=moment(text) if text else 0)
    return at.astimezone(ZoneInfo(zone)).date().isoformat()


def start_of(day, zone):
    """The first moment of a civil day, as in entries."""
    low = datetime.fromisoformat(day).replace(tzinfo=timezone.utc) - timedelta(days=2)
    milliseconds = (0, 4 * 86_400_000)
    while milliseconds[1] - milliseconds[0] > 1:
        half = sum(milliseconds) // 2
        at = (low + timedelta(milliseconds=half)).astimezone(ZoneInfo(zone)).date().isoformat()
        milliseconds = (half, milliseconds[1]) if at < day else (milliseconds[0], half)
    at = low + timedelta(milliseconds=milliseconds[1])
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def plus_days(day, count):
    return (date.fromisoformat(day) + timedelta(days=count)).isoformat()


def plus_months(day, count):
    at = date.fromisoformat(day)
    year, month = divmod(at.year * 12 + at.month - 1 + count, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(at.day, (following - timedelta(days=1)).day)).isoformat()


def between(one, other):
    return (date.fromisoformat(other) - date.fromisoformat(one)).days


# Working days ------------------------------------------------------------------------------------------------------

@lru_cache(None)
def easter(year):
    """Sunday after the first full moon of spring (Gregorian calendar; Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    length = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * length) // 433
    month, day = divmod(h + length - 7 * m + 90, 25)
    day = (h + length - 7 * m + 33 * month + 19) % 32
    return date(year, month, day)


def _falls(rule, year):
    if rule == "wednesday-before-23-november":
        eve = date(year, 11, 22)
        return eve - timedelta(days=(eve.isoweekday() + 4) % 7)
    return easter(year) + timedelta(days=rule["easter"]) if "easter" in rule else date(year, rule["month"], rule["day"])


@lru_cache(None)
def _holidays(year, place):
    _, local = PLACES[place]
    wanted = [(one["id"], one.get("from", 0), one.get("until", 9999)) for one in local]
    return frozenset(_falls(HOLIDAYS[name], year).isoformat() for name, first, last in wanted if first <= year <= last)


@lru_cache(None)
def is_working(day, place):
    at = date.fromisoformat(day)
    return at.isoweekday() < 6 and day not in _holidays(at.year, place)


def next_working(day, place):
    day = plus_days(day, 1)
    while not is_working(day, place):
        day = plus_days(day, 1)
    return day


@lru_cache(None)
def last_day(begun, counted, place):
    """Reg. 1182/71 Art. 3(4): rolled to a working day; Art. 3(5): of two days or more, at least two working days."""
    end = counted if is_working(counted, place) else next_working(counted, place)
    if plus_days(begun, 2) <= counted:
        days = [plus_days(begun, number) for number in range(1, between(begun, end) + 1)]
        while sum(1 for one in days if is_working(one, place)) < 2:
            end = next_working(end, place)
            days.append(end)
    return end


# One period --------------------------------------------------------------------------------------------------------

QUESTIONS = {"identity-requested": "identity", "clarification-requested": "clarification"}
ANSWERS = {"identity-confirmed": "identity", "clarified": "clarification"}


def day_of(event):
    return event.get("sentOn", event.get("decidedOn")) if event["type"] == "extended" else event["on"]


def in_order(events):
    """By day; on one day as told, but an answer nobody waits for after its question of the same day."""
    rest = sorted(events, key=day_of)
    waiting = {"identity": 0, "clarification": 0}
    ordered = []
    while rest:
        at, kind = 0, ANSWERS.get(rest[0]["type"])
        if kind and not waiting[kind]:
            same = [i for i, one in enumerate(rest) if day_of(one) == day_of(rest[0]) and QUESTIONS.get(one["type"]) == kind]
            at = same[0] if same else 0
        event = rest.pop(at)
        if event["type"] in QUESTIONS:
            waiting[QUESTIONS[event["type"]]] += 1
        elif event["type"] in ANSWERS:
            kind = ANSWERS[event["type"]]
            waiting[kind] = max(0, waiting[kind] - 1)
        ordered.append(event)
    return ordered


class Period:
    """Follows the events of one claim."""

    def __init__(self, received, place, ask_within):
        self.received, self.place, self.ask_within = received, place, ask_within
        self.pauses = []  # kind, from, until, asked, answered, counts
        self.months, self.ended = 1, False

    def lost(self, now=None):
        total, reached = 0, None
        stretches = [(one["from"], one["until"] or max(one["from"], now or one["from"])) for one in self.pauses if one["counts"]]
        for begin, end in sorted(stretches, key=lambda one: one[0]):
            start = begin if reached is None else max(begin, reached)
            total += max(0, between(start, end))
            reached = max(start, end)
        return total

    @property
    def stands(self):
        return any(one["counts"] and one["until"] is None for one in self.pauses)

    @property
    def safe(self):
        return plus_days(plus_months(self.received, self.months), self.lost())

    @property
    def due(self):
        return last_day(self.received, self.safe, self.place)

    @property
    def state(self):
        return "ended" if self.ended else "paused" if self.stands else "running"

    def _last(self, kind):
        return next((one for one in reversed(self.pauses) if one["kind"] == kind), None)

    def ask(self, kind, on):
        last = self._last(kind)
        if last and last["until"] is None:
            last["asked"] += 1
            return
        late = between(self.received, on) - self.lost(on) > self.ask_within
        over = not self.stands and on > self.due
        self.pauses.append({"kind": kind, "from": on, "until": None, "asked": 1, "answered": 0, "counts": not (late or over)})

    def follow(self, event):
        on, kind = day_of(event), event["type"]
        if on < self.received or (self.ended and kind not in ("reopened", "claim-added")):
            return
        if kind in QUESTIONS:
            self.ask(QUESTIONS[kind], on)
        elif kind in ANSWERS:
            last = self._last(ANSWERS[kind])
            if last and last["answered"] < last["asked"]:
                last["until"], last["answered"] = on, last["answered"] + 1
        elif kind == "extended":
            first = last_day(self.received, plus_days(plus_months(self.received, 1), self.lost()), self.place)
            sound = self.received <= event["decidedOn"] <= event["sentOn"] and (self.stands or event["sentOn"] <= first)
            if self.months == 1 and sound:
                self.months = 3
        elif kind in ("withdrawn", "answered", "refused"):
            for one in self.pauses:
                if one["until"] is None:
                    one["until"], one["answered"] = on, one["asked"]
            self.ended = True
        elif kind == "reopened":
            self.ended = False


def _period(received, events, place, ask_within):
    period = Period(received, place, ask_within)
    for event in in_order(events):
        period.follow(event)
    return period


def periods(received, events, place, ask_within):
    """Of the request as it came, then of each claim added."""
    all_of_them = [_period(received, events, place, ask_within)]
    for added in in_order(events):
        if added["type"] != "claim-added":
            continue
        others = [one for one in in_order(events) if one["type"] != "claim-added"]
        open_ones = {}
        for one in others:
            if day_of(one) < added["on"]:
                if one["type"] in QUESTIONS:
                    open_ones[QUESTIONS[one["type"]]] = True
                elif one["type"] in ANSWERS:
                    open_ones.pop(ANSWERS[one["type"]], None)
        asked = [{"type": f"{kind}-requested", "on": added["on"]} for kind in open_ones]
        later = [one for one in others if day_of(one) >= added["on"]]
        all_of_them.append(_period(added["on"], asked + later, place, ask_within))
    return all_of_them


def current(found):
    """The earliest that runs, else the earliest that stands, else the first."""
    for state in ("running", "paused"):
        those = [one for one in found if one.state == state]
        if those:
            return min(those, key=lambda one: one.due)
    return found[0]


class Deadlines:
    """Whether a date that an entry states is one that the law gives; where the seat is not told, anywhere in Germany."""

    def __init__(self):
        self.matters, self.likely = {}, next(i for i, place in enumerate(PLACES) if place[0] == "BW")

    def add(self, entry, zone, land):
        """True where the date cannot be."""
        request, event, facts = entry["subject"].get("request"), entry["event"], entry["facts"]
        if request is None:
            return False
        if event == "request.recorded":
            received = day_in(facts["receivedAt"], zone)
            matter = {"received": received, "events": [], "joined": received if "splitFrom" in facts else None}
            self.matters[request] = matter
            if matter["joined"]:
                return not self._conceivable(matter, facts["dueOn"], received)
            return not self._agrees(matter, facts, False, land)
        matter = self.matters.get(request)
        if matter is None:
            return False
        matter["events"] += _moves(event, facts)
        if event in ("request.joined", "request.separated", "request.split"):
            matter["joined"] = max(filter(None, [matter["joined"], facts.get("receivedOn"), matter["received"]]))
        if event not in TABLES["statesDueOn"] and event != "claim.added":
            return False
        if matter["joined"]:
            return not self._conceivable(matter, facts["dueOn"], day_in(entry["at"], zone))
        return not self._agrees(matter, facts, event == "claim.added", land)

    def _agrees(self, matter, facts, is_claim, land):
        places = [i for i, place in enumerate(PLACES) if land is None or place[0] == land]
        for place in sorted(places, key=lambda i: i != self.likely):
            found = periods(matter["received"], matter["events"], place, TABLES["askWithinDays"])
            counted = found[-1] if is_claim else current(found)
            if counted.due == facts["dueOn"] and facts.get("safeOn", counted.safe) == counted.safe:
                self.likely = place
                return True
        return False

    def _conceivable(self, matter, due, today):
        begun = [one["on"] for one in matter["events"] if one["type"] == "claim-added"]
        last = max([matter["received"], matter["joined"] or matter["received"], *begun])
        asked = next((one["on"] for one in matter["events"] if one["type"] in QUESTIONS), None)
        lost = max(0, between(asked, today)) if asked else 0
        return due <= plus_days(plus_months(last, 3), lost + TABLES["rollingDays"])


def _moves(event, facts):
    on = facts.get("on")
    if event == "deadline.paused":
        return [{"type": f"{facts['kind']}-requested", "on": on}] if facts["stands"] else []
    if event == "deadline.resumed":
        return [{"type": "identity-confirmed" if facts["kind"] == "identity" else "clarified", "on": on}]
    if event == "deadline.extended":
        return [{"type": "extended", "decidedOn": facts["decidedOn"], "sentOn": facts["sentOn"]}]
    if event == "request.answered":
        return [{"type": facts["outcome"], "on": on}]
    kinds = {"request.retracted": "withdrawn", "request.reopened": "reopened", "claim.added": "claim-added"}
    return [{"type": kinds[event], "on": on}] if event in kinds else []
