"""The verdict on an evidence bundle, check by check, as docs/verified.md says it. Nothing of the program's own code is
used; what comes out has the same words, so that the two can be compared finding by finding."""

import math
import re
from datetime import datetime, timezone

import stamps
from archive import Unreadable
from cases import Replay, is_int, parse_entry
from days import moment, plus_days, start_of
from figures import check_figures
from formats import (
    NotCanonical,
    Policy,
    canonical,
    cosignatures,
    holds,
    is_earlier,
    parse_canonical,
    parse_checkpoint,
    parse_consistency,
    parse_key,
    parse_note,
    parse_origin,
    parse_policy,
    parse_proof,
    sha256,
    signatures_by,
    text_of,
    tobase64,
    unbase64,
)
from tree import is_continued, is_included, leaf_hash, root_of, root_with
from zoneinfo import ZoneInfo

CHECKS = (
    "files-complete entries-well-formed entries-in-log checkpoint-signed key-known earlier-checkpoints held-before "
    "key-succession epochs-told witnesses witnesses-named time-stamps time-stamps-named period-complete contents-bound "
    "report-unchanged figures-recounted disclosures references sequence-allowed"
).split()
FIXED = (
    "bundle.json entries.jsonl proofs.jsonl checkpoint keys anchors/policy disclosures.jsonl references.jsonl report.pdf compliance.pdf "
    "compliance.json verify.html verify.mjs LIESMICH.txt"
).split()
REQUIRED = "bundle.json entries.jsonl checkpoint keys report.pdf".split()
BESIDE = (
    "disclosures.jsonl references.jsonl compliance.pdf compliance.json verify.html verify.mjs LIESMICH.txt"
).split()
REPORTS = (
    ("report.pdf", ("evidence-of-request", "evidence-of-period")),
    ("compliance.pdf", ("compliance",)),
    ("compliance.json", ("compliance",)),
)
CLOCKS_DIFFER_MS = 300_000


class Findings:
    def __init__(self):
        self.counts, self.found = dict.fromkeys(CHECKS, 0), {check: [] for check in CHECKS}

    def looked(self, check, count=1):
        self.counts[check] += count

    def fault(self, check, fault, where=None):
        if len(self.found[check]) < 20:
            self.found[check].append([fault, where])

    def judge(self, check, fault, where=None):
        self.looked(check)
        if fault:
            self.fault(check, fault, where)

    def results(self):
        state = lambda check: "failed" if self.found[check] else "passed" if self.counts[check] else "absent"  # noqa: E731
        return [{"check": check, "state": state(check), "findings": self.found[check]} for check in CHECKS]


# Bytes of a file that is read whole: a few lines, a proof, a time stamp.
SMALL, PROOF, STAMP = 1_000_000, 200_000, 100_000


class Bundle:
    """@param files: {name: function that gives the bytes}"""

    def __init__(self, files):
        self.files = files
        self.proofs = self._numbered(r"proofs/([0-9]{12,16})\.tlog-proof\Z")
        self.earlier = self._numbered(r"checkpoints/([0-9]{12,16})\.consistency\Z")
        self.anchors = self._numbered(r"anchors/([0-9]{12,16})\.tlog-proof\Z")
        self.stamps = self._numbered(r"anchors/([0-9]{12,16})\.tsr\Z")

    def _numbered(self, pattern):
        return sorted(int(match[1]) for match in (re.match(pattern, name) for name in self.files) if match)

    def __contains__(self, name):
        return name in self.files

    def read(self, name, limit=math.inf):
        if name not in self.files:
            raise Unreadable("missing-file", name)
        content = self.files[name]()
        if len(content) > limit:
            raise Unreadable("too-large", name)
        return content

    def small(self, name):
        return text_of(self.read(name, SMALL)) if name in self.files else None

    def lines(self, name, limit):
        *lines, rest = self.read(name).split(b"\n")
        if any(len(line) > limit for line in (*lines, rest)):
            raise Unreadable("damaged", name)
        yield from lines
        if rest:
            raise Unreadable("damaged", name)

    @property
    def known_names(self):
        return {
            *FIXED,
            *(f"proofs/{one:012d}.tlog-proof" for one in self.proofs),
            *(f"checkpoints/{one:012d}.consistency" for one in self.earlier),
            *(f"anchors/{one:012d}.tlog-proof" for one in self.anchors),
            *(f"anchors/{one:012d}.tsr" for one in self.stamps),
        }


# bundle.json -------------------------------------------------------------------------------------------------------

def _is_text(value):
    return isinstance(value, str) and len(value.encode("utf-16-be")) <= 200


def _is_civil(value):
    try:
        return bool(re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z", value)) and 2000 <= datetime.fromisoformat(value).year <= 2100
    except (TypeError, ValueError):
        return False


def _are_runs(value):
    if not isinstance(value, list):
        return False
    end = -1
    for run in value:
        first, count = (run.get("first"), run.get("count")) if isinstance(run, dict) else (None, None)
        if not is_int(first) or not is_int(count) or first < 0 or count <= 0 or first <= end:
            return False
        end = first + count
    return True


def _is_bound(value):
    if not isinstance(value, dict) or not set(value) <= {"size", "chosen", "earlier", "files"}:
        return False
    earlier, files = value.get("earlier"), value.get("files")
    sizes = isinstance(earlier, list) and all(is_int(one) for one in earlier)
    named = isinstance(files, dict) and all(_is_text(one) for one in files.values())
    return is_int(value.get("size")) and _are_runs(value.get("chosen")) and sizes and named


def _is_zone(value):
    try:
        ZoneInfo(value)
    except (ValueError, OSError, KeyError):
        return False
    return True


def parse_manifest(data):
    try:
        value = parse_canonical(text_of(data) or "")
    except NotCanonical:
        return None
    members = {"v", "kind", "runs", "requests", "references", "from", "to", "timeZone", "bound"}
    if not isinstance(value, dict) or not set(value) <= members or not is_int(value.get("v")) or value["v"] != 1:
        return None
    kind, days = value.get("kind"), [value.get("from", ""), value.get("to", "")]
    named = value.get("references")
    requests = value.get("requests")
    sound = (
        kind in ("request", "requests", "period")
        and _are_runs(value.get("runs"))
        and isinstance(requests, list)
        and all(_is_text(one) for one in requests)
        and isinstance(named, dict)
        and all(_is_text(one) for one in named.values())
        and ("bound" not in value or _is_bound(value["bound"]))
        and (days == [None, None] or (kind == "period" and all(map(_is_civil, days)) and days[0] <= days[1]))
        and _is_text(value.get("timeZone"))
        and _is_zone(value["timeZone"])
    )
    return value if sound else None


# What is gathered while the entries are read -----------------------------------------------------------------------

class Entries:
    def __init__(self, bundle, manifest, findings):
        self.runs, self.count, self.leaves = manifest["runs"], 0, []
        self.parsed = []  # (index, entry)
        self.by_index = {}
        for line in bundle.lines("entries.jsonl", 65_535):
            if not self.leaves or len(self.leaves[-1]) == self.runs[len(self.leaves) - 1]["count"]:
                if len(self.leaves) == len(self.runs):
                    findings.fault("entries-well-formed", "other-count", "entries.jsonl")
                    return
                self.leaves.append([])
            index = self.runs[len(self.leaves) - 1]["first"] + len(self.leaves[-1])
            self.leaves[-1].append(leaf_hash(line))
            self.by_index[index] = self.leaves[-1][-1]
            entry = parse_entry(line)
            if entry is None:
                findings.fault("entries-well-formed", "malformed", index)
            else:
                self.parsed.append((index, entry))
            self.count += 1
        findings.looked("entries-well-formed", self.count)
        if self.count != sum(run["count"] for run in self.runs):
            findings.fault("entries-well-formed", "other-count", "entries.jsonl")

    def root_at(self, size):
        """Root of the log of that size, where all entries below it are here."""
        for run, leaves in zip(self.runs, self.leaves):
            if run["first"] == 0 and 0 < size <= len(leaves):
                return root_of(leaves[:size])
        return None


class Signed:
    """A checkpoint, and those keys whose signature on it holds."""

    def __init__(self, note, checkpoint, signers):
        self.note, self.checkpoint, self.signers = note, checkpoint, signers


def signers_of(text, keys):
    """(fault, keys that signed)"""
    note = parse_note(text)
    if note is None:
        return "malformed", []
    signers, bad = [], False
    for key in keys:
        answers = [holds(key.public, note.text.encode(), one) for one in signatures_by(note, key)]
        bad = bad or False in answers
        if answers and False not in answers:
            signers.append(key)
    return ("bad-signature" if bad else None if signers else "no-known-signature"), signers


def _check_checkpoint(bundle, findings):
    note, text = bundle.small("checkpoint"), bundle.small("keys")
    checkpoint = parse_checkpoint(note) if note is not None else None
    lines = (text or "").removesuffix("\n").split("\n") if text else []
    keys = [parse_key(line) for line in lines]
    if checkpoint is None or None in keys or len(set(lines)) < len(lines) or len(lines) > 200:
        findings.fault("checkpoint-signed", "malformed", "keys" if checkpoint else "checkpoint")
        return None
    own = [key for key in keys if key.name == checkpoint.origin]
    former = [key for key in keys if is_earlier(key.name, checkpoint.origin)]
    fault, signers = signers_of(note, own)
    other = len(own) + len(former) < len(keys) or not own
    findings.judge("checkpoint-signed", "other-origin" if other else fault, "checkpoint")
    signed = Signed(note, checkpoint, signers)
    signed.keys, signed.former = own, former
    return signed


def _check_inclusion(bundle, entries, signed, findings):
    size, root = signed.checkpoint.size, signed.checkpoint.root
    paths = {}
    ends = {end for run in entries.runs for end in (run["first"], run["first"] + run["count"] - 1)}
    for index in bundle.proofs:
        proof = parse_proof(text_of(bundle.read(f"proofs/{index:012d}.tlog-proof", PROOF)) or "")
        leaf = entries.by_index.get(index)
        if proof is None or proof.index != index:
            fault = "malformed"
        elif leaf is None:
            fault = "no-entry"
        elif proof.checkpoint != signed.note:
            fault = "other-checkpoint"
        elif proof.extra is not None and leaf_hash(proof.extra) != leaf:
            fault = "other-entry"
        else:
            fault = None if is_included(leaf, index, size, proof.path, root) else "other-root"
        findings.judge("entries-in-log", fault, index)
        if proof is not None and index in ends:
            paths[index] = proof.path
    before = -1
    for line in bundle.lines("proofs.jsonl", 4_000) if "proofs.jsonl" in bundle else ():
        index, path = _proof_line(line)
        if path is None or index <= before:
            findings.judge("entries-in-log", "malformed", "proofs.jsonl" if path is None else index)
            continue
        before = index
        leaf = entries.by_index.get(index) if index in ends else None
        inside = leaf is not None and is_included(leaf, index, size, path, root)
        findings.judge("entries-in-log", "no-entry" if leaf is None else None if inside else "other-root", index)
        if leaf is not None:
            paths[index] = path
    for at, run in enumerate(entries.runs):
        first, last = run["first"], run["first"] + run["count"] - 1
        leaves = entries.leaves[at] if at < len(entries.leaves) else []
        if first not in paths or last not in paths:
            fault = "no-proof"
        else:
            whole = len(leaves) == run["count"] and root_with(first, leaves, size, paths[first], paths[last]) == root
            fault = None if whole else "other-root"
        findings.judge("entries-in-log", fault, first)


def _proof_line(line):
    """(index, path); the path is None for anything but the one spelling"""
    try:
        value = parse_canonical(text_of(line) or "")
    except NotCanonical:
        return 0, None
    if not isinstance(value, dict) or set(value) != {"index", "path"} or not isinstance(value["path"], list):
        return 0, None
    path = [unbase64(one) if isinstance(one, str) else None for one in value["path"]]
    sound = is_int(value["index"]) and value["index"] >= 0 and len(path) <= 64
    return value["index"], path if sound and all(one is not None and len(one) == 32 for one in path) else None


def _check_earlier(bundle, signed, findings):
    good, now = [], signed.checkpoint
    for size in bundle.earlier:
        name = f"checkpoints/{size:012d}.consistency"
        parsed = parse_consistency(bundle.small(name) or "")
        old = parse_checkpoint(parsed[2]) if parsed else None
        if old is None or old.size != size or parsed[0] != size:
            findings.judge("earlier-checkpoints", "malformed", name)
            continue
        then = signed.keys if old.origin == now.origin else [key for key in signed.former if key.name == old.origin]
        fault, signers = signers_of(parsed[2], then)
        if fault is None and old.origin != now.origin and not is_earlier(old.origin, now.origin):
            fault = "other-origin"
        if fault is None and not is_continued(size, now.size, parsed[1], old.root, now.root):
            fault = "not-consistent"
        findings.judge("earlier-checkpoints", fault, name)
        if fault is None:
            good.append(Signed(parsed[2], old, signers))
    return good


# Authority ---------------------------------------------------------------------------------------------------------

class Authority:
    def __init__(self, keys, rotations, checkpoints):
        self.keys, self.rotations, self.checkpoints = keys, rotations, checkpoints

    def ids(self, key):
        return [one.id.hex() for one in self.keys if one.public == key.public]

    def _handed_over(self, rotation, reached):
        before = set()
        for key in reached:
            own = [one for one in self.rotations if one["replaces"] in self.ids(key)]
            first = own[0]["keyId"] if own else None
            if rotation["replaces"] in self.ids(key) and any(
                one["index"] == rotation["index"] and one["keyId"] == first for one in own
            ):
                before.add(key.public)
        return any(
            one.checkpoint.size > rotation["index"] and any(key.public in before for key in one.signers)
            for one in self.checkpoints
        )

    def reached(self, start, likely=False):
        """Public keys that count if those of `start` do; with `likely` also those named by 32 bits only."""
        reached = list(start)
        for rotation in self.rotations:
            whole = rotation.get("key")
            if (whole is None and not likely) or not self._handed_over(rotation, reached):
                continue
            for key in self.keys:
                named = whole is not None and tobase64(sha256(key.public)) == whole
                if likely:
                    named = rotation["keyId"] in self.ids(key) and (whole is None or named)
                if named and key.public not in {one.public for one in reached}:
                    reached.append(key)
        return {key.public for key in reached}

    def retired_at(self, key):
        return next((one["index"] for one in self.rotations if one["replaces"] in self.ids(key)), None)

    def in_force(self, signed):
        size = signed.checkpoint.size
        return [key for key in signed.signers if self.retired_at(key) is None or size <= self.retired_at(key)]

    @property
    def in_turn(self):
        places = {}
        for at, key in enumerate(self.keys):
            places.setdefault(key.id.hex(), at)
        pairs = [(places.get(one["replaces"]), places.get(one["keyId"])) for one in self.rotations]
        return all(before is None or after is None or before < after for before, after in pairs)


def _check_keys(signed, earlier, rotations, trusted, remembered, findings):
    log = parse_origin(signed.checkpoint.origin)[0]
    of_log = lambda key: key is not None and parse_origin(key.name)[0] == log  # noqa: E731
    keys = signed.former + signed.keys
    authority = Authority(keys, rotations, [*earlier, signed])
    named = [key for key in map(parse_key, trusted) if of_log(key)]
    publics = {key.public for key in named} | {key.public for key in remembered}
    start = [key for key in keys if key.public in publics]
    counting = authority.in_force(signed)
    reached = authority.reached(start)
    unconfirmed = []
    if signed.signers and not counting:
        findings.fault("checkpoint-signed", "retired-key", "checkpoint")
    known = any(key.public in reached for key in counting)
    likely = authority.reached(start, likely=True)
    if not trusted and not remembered:
        unconfirmed.append("no-key")
    elif not known and any(key.public in likely for key in counting):
        unconfirmed.append("weak-handover")
    else:
        findings.judge("key-known", None if known else "other-key", signed.checkpoint.origin)
    for one in earlier:
        if not authority.in_force(one):
            findings.fault("earlier-checkpoints", "retired-key", f"checkpoints/{one.checkpoint.size:012d}.consistency")
    if keys:
        begin = [keys[0], *start]
        whole, weak = authority.reached(begin), authority.reached(begin, likely=True)
        for key in keys:
            if key.public == keys[0].public or key.public in publics:
                continue
            if key.public in whole or key.public not in weak:
                findings.judge("key-succession", None if key.public in whole else "no-handover", key.vkey)
    if not authority.in_turn:
        findings.fault("key-succession", "malformed", "keys")
    return unconfirmed


def _check_epochs(entries, origin, findings):
    told = [(index, one["facts"]) for index, one in entries.parsed if one["event"] == "log.epoch-opened"]
    for epoch in range(2, parse_origin(origin)[1] + 1):
        is_told = any(facts["epoch"] == epoch for _, facts in told)
        lost = any(facts["epoch"] > epoch and facts["previousSize"] > index for index, facts in told)
        findings.judge("epochs-told", None if is_told or lost else "no-epoch", origin)


# What is held already ----------------------------------------------------------------------------------------------

class Held:
    """Of a receipt or a checkpoint (text), or of a bundle (checkpoints and leaves)."""

    def __init__(self, notes, leaves):
        self.notes, self.leaves = notes, leaves

    @classmethod
    def of(cls, text):
        if parse_checkpoint(text):
            return cls([text], {})
        proof = parse_proof(text)
        checkpoint = parse_checkpoint(proof.checkpoint) if proof else None
        if checkpoint is None or proof.extra is None:
            return None
        leaf = leaf_hash(proof.extra)
        sound = is_included(leaf, proof.index, checkpoint.size, proof.path, checkpoint.root)
        return cls([proof.checkpoint], {proof.index: leaf}) if sound else None

    @property
    def checkpoints(self):
        return [one for one in map(parse_checkpoint, self.notes) if one]

    def compare(self, log, roots, leaves):
        if any(parse_origin(one.origin)[0] != log for one in self.checkpoints):
            return "other-log"
        pairs = [one.root == roots[one.size] for one in self.checkpoints if one.size in roots]
        pairs += [leaf == leaves[index] for index, leaf in self.leaves.items() if index in leaves]
        return "forked" if False in pairs else "agrees" if pairs else "unlinked"


def _remembered(held, signed):
    keys = signed.keys + signed.former
    found = []
    for note in (note for one in held for note in one.notes):
        fault, signers = signers_of(note, keys)
        found += [key for key in keys if fault is None and key.id in {one.id for one in signers}]
    return found


def _check_held(held, signed, earlier, entries, findings):
    """False where nothing shows that this is the history that the reader knows."""
    roots = {one.size: entries.root_at(one.size) for each in held for one in each.checkpoints}
    roots = {size: root for size, root in roots.items() if root is not None}
    roots.update({one.checkpoint.size: one.checkpoint.root for one in [*earlier, signed]})
    log = parse_origin(signed.checkpoint.origin)[0]
    compared = [(one, one.compare(log, roots, entries.by_index)) for one in held]
    for one, comparison in compared:
        if comparison != "unlinked":
            fault = {"agrees": None, "forked": "forked", "other-log": "other-origin"}[comparison]
            findings.judge("held-before", fault, one.checkpoints[0].origin if one.checkpoints else None)
    return all(comparison != "unlinked" for _, comparison in compared)


# Witnesses and time stamps -----------------------------------------------------------------------------------------

def _instant(seconds):
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _cosigners(note, policy):
    """{name in the policy: when}; None when one of theirs does not hold."""
    signed = {}
    for name, key in policy.witnesses.items():
        found = cosignatures(note, key)
        if found is None or not all(held for _, held in found):
            return None
        if found:
            signed[name] = _instant(found[0][0])
    return signed


class Anchor:
    def __init__(self, size, signed, named, stamp):
        self.size, self.signed, self.named, self.stamp = size, signed, named, stamp


def _check_anchors(bundle, known, options, findings):
    text = options.get("policy")
    trusted = text is not None
    text = text if trusted else bundle.small("anchors/policy")
    policy = Policy() if text is None else parse_policy(text)
    if policy is None:
        findings.fault("witnesses", "malformed", "anchors/policy")
        policy = Policy()
    authorities = options.get("authorities", [])

    def anchor(size, signed, stamp):
        enough = policy.quorum is not None and policy.is_met(set(signed))
        return Anchor(size, signed, trusted and enough, stamp)

    anchors = []
    for one in known:
        note = parse_note(one.note)
        signed = _cosigners(note, policy) if note else {}
        if signed is None or signed:
            findings.judge("witnesses", "bad-signature" if signed is None else None, one.checkpoint.size)
            anchors.append(anchor(one.checkpoint.size, signed or {}, None))
    for place in bundle.anchors:
        file = f"anchors/{place:012d}.tlog-proof"
        proof = parse_proof(bundle.small(file) or "")
        note = parse_note(proof.checkpoint) if proof else None
        ours = parse_checkpoint(text_of(proof.extra) or "") if proof and proof.extra else None
        log = parse_checkpoint(proof.checkpoint) if proof else None
        if note is None or ours is None or log is None or log.size != place:
            findings.judge("witnesses", "malformed", file)
            continue
        keys = [key for key in policy.logs if key.name == log.origin]
        claims = [holds(key.public, note.text.encode(), one) for key in keys for one in signatures_by(note, key)]
        if not any(one.checkpoint == ours for one in known):
            fault = "other-checkpoint"
        elif not claims:
            fault = "unknown-log"
        elif not all(claims):
            fault = "bad-signature"
        else:
            inside = is_included(leaf_hash(proof.extra), proof.index, log.size, proof.path, log.root)
            fault = None if inside else "other-root"
        signed = _cosigners(note, policy)
        findings.judge("witnesses", fault or ("bad-signature" if signed is None else None), file)
        stamp = None
        if place in bundle.stamps:
            name = f"anchors/{place:012d}.tsr"
            stamp = stamps.open_stamp(bundle.read(name, STAMP), note.text.encode())
            findings.judge("time-stamps", None if stamp else "bad-time-stamp", name)
        if fault is None:
            anchors.append(anchor(ours.size, signed or {}, stamp))
    for place in bundle.stamps:
        if place not in bundle.anchors:
            findings.judge("time-stamps", "no-entry", f"anchors/{place:012d}.tsr")
    is_named = lambda one: one.stamp and any(print_ in authorities for print_ in one.stamp["fingerprints"])  # noqa: E731
    if trusted and policy.quorum is not None:
        findings.judge("witnesses-named", None if any(one.named for one in anchors) else "too-few-witnesses", "anchors/policy")
    if authorities:
        findings.judge("time-stamps-named", None if any(map(is_named, anchors)) else "no-named-stamp")
    anchors.sort(key=lambda one: one.size)
    seen = []
    for one in anchors:
        if one.named:
            seen.append((one.size, max(one.signed.values(), default="")))
        if is_named(one):
            seen.append((one.size, one.stamp["at"]))
    return anchors, seen


def _check_order(anchors, entries, sizes, findings):
    """No entry is later than what is said to have seen it."""
    for one in anchors:
        before = [(index, entry["at"]) for index, entry in entries.parsed if index < one.size or one.size == sizes[-1]]
        if one.size not in sizes or not before:
            continue
        index, at = before[-1]
        later = lambda seen: moment(at) > moment(seen) + CLOCKS_DIFFER_MS  # noqa: E731
        if any(later(seen) for seen in one.signed.values()):
            findings.fault("witnesses", "later-than-seen", index)
        if one.stamp and later(one.stamp["at"]):
            findings.fault("time-stamps", "later-than-seen", index)


# Completeness and extent -------------------------------------------------------------------------------------------

def _check_period(manifest, entries, size, findings):
    if manifest["kind"] != "period":
        return "not-claimed"
    zone = manifest["timeZone"]
    begin = start_of(manifest["from"], zone) if manifest["from"] else ""
    until = start_of(plus_days(manifest["to"], 1), zone) if manifest["to"] else "\uffff"
    before, first, last, behind, gap, gap_at_end = -1, None, -1, None, None, True
    for index, entry in entries.parsed:
        if entry["at"] < begin:
            before = index
        elif entry["at"] >= until:
            behind = index if behind is None else behind
        else:
            if first is not None and index != last + 1 and gap is None:
                gap = last + 1
            gap_at_end = gap_at_end and (gap is None or entry["event"] == "report.issued")
            first = index if first is None else first
            last = index
    if gap is not None:
        if not gap_at_end:
            findings.judge("period-complete", "gap", gap)
        return "no"
    start = first if first is not None else behind if behind is not None else size
    end = start if first is None else last + 1
    if before != start - 1 or (end != size and behind != end):
        return "no"
    findings.judge("period-complete", None)
    return "up-to-checkpoint" if end == size else "yes"


def _check_contents(bundle, manifest, entries, noted, findings):
    bound = manifest.get("bound")
    if bound is None and not noted:
        return
    without = {name: value for name, value in manifest.items() if name != "runs"}
    is_noted = bound is not None and tobase64(sha256(canonical(without).encode())) in noted
    findings.judge("contents-bound", None if is_noted else "other-contents", "bundle.json")
    if bound is None:
        return
    chosen = {one for run in bound["chosen"] for one in range(run["first"], min(run["first"] + run["count"], 10**7))}
    wanted = sum(run["count"] for run in bound["chosen"])
    seen, early, later = 0, [], []
    for index, entry in entries.parsed:
        if index in chosen:
            seen += 1
        else:
            (early if index < bound["size"] else later).append((index, entry))
    touched = {entry["subject"].get("request") for _, entry in later}
    findings.judge("contents-bound", None if seen == wanted else "gap", "entries.jsonl")
    if manifest["kind"] == "period":
        strangers = [one for one in early if one[1]["subject"].get("request") is None or one[1]["subject"]["request"] not in touched]
    else:
        strangers = early + [one for one in later if one[1]["event"] != "report.issued"]
    for index, _ in strangers:
        findings.fault("contents-bound", "not-chosen", index)
    for name, value in bound["files"].items():
        if name not in bundle:
            findings.judge("contents-bound", "missing-file", name)
        else:
            same = tobase64(sha256(bundle.read(name))) == value
            findings.judge("contents-bound", None if same else "other-contents", name)
    for name in BESIDE:
        if name in bundle and name not in bound["files"]:
            findings.fault("contents-bound", "unknown-file", name)
    for size in bound["earlier"]:
        if size not in bundle.earlier:
            findings.fault("contents-bound", "missing-file", f"checkpoints/{size}")


def _check_reports(bundle, manifest, entries, findings):
    documents = {}
    for _, entry in entries.parsed:
        if entry["event"] == "report.issued":
            documents.setdefault(entry["facts"]["document"], []).append(entry["facts"])
    noted = []
    is_period = manifest["kind"] == "period"
    days = [manifest["from"], manifest["to"]]
    for name, kinds in REPORTS:
        if name not in bundle:
            continue
        issued = documents.get(tobase64(sha256(bundle.read(name))))
        if name == "report.pdf":
            noted = [one["manifest"] for one in issued or [] if "manifest" in one]
        over = lambda one: not is_period if one["kind"] == "evidence-of-request" else is_period and [one["from"], one["to"]] == days  # noqa: E731
        if not documents:
            fault = "not-recorded"
        elif issued is None:
            fault = "other-document"
        else:
            fault = None if any(one["kind"] in kinds and over(one) for one in issued) else "other-kind"
        findings.judge("report-unchanged", fault, name)
    return noted


def _opening(line, *members, more=False):
    """An opened commitment: {name: value} with its salt as bytes; None for anything else."""
    try:
        value = parse_canonical(text_of(line) or "")
    except NotCanonical:
        return None
    wanted = {"salt", *members}
    if not isinstance(value, dict) or not wanted <= set(value) or (not more and set(value) != wanted):
        return None
    salt = unbase64(value["salt"]) if isinstance(value["salt"], str) else None
    return {**value, "salt": salt} if salt is not None and len(salt) == 32 else None


def _check_disclosures(bundle, manifest, entries, findings):
    if "disclosures.jsonl" not in bundle:
        return
    commitments = {
        index: entry["commit"]
        for index, entry in entries.parsed
        if "commit" in entry and entry["subject"].get("request") in manifest["requests"]
    }
    for line in bundle.lines("disclosures.jsonl", 80_000_000):
        opening = _opening(line, "index", "payload", more=True)
        if opening is None or isinstance(opening["index"], bool) or not isinstance(opening["index"], (int, float)):
            findings.judge("disclosures", "malformed", "disclosures.jsonl")
            continue
        commitment = commitments.get(opening["index"])
        same = tobase64(sha256(opening["salt"], canonical(opening["payload"]).encode())) == commitment
        fault = "no-entry" if commitment is None else None if same else "other-commitment"
        findings.judge("disclosures", fault, opening["index"])


def _check_references(bundle, committed, findings):
    proved = {}
    if "references.jsonl" not in bundle:
        return proved
    for line in bundle.lines("references.jsonl", 1_000):
        opening = _opening(line, "reference", "request")
        if opening is None or not isinstance(opening["reference"], str) or not isinstance(opening["request"], str):
            findings.judge("references", "malformed", "references.jsonl")
            continue
        request, commitment = opening["request"], committed.get(opening["request"])
        said = canonical({"reference": opening["reference"]}).encode()
        if request in proved:
            fault = "malformed"
        elif commitment is None:
            fault = "no-entry"
        else:
            fault = None if tobase64(sha256(opening["salt"], said)) == commitment else "other-commitment"
        findings.judge("references", fault, request)
        if fault is None:
            proved[request] = opening["reference"]
    return proved


# The whole ---------------------------------------------------------------------------------------------------------

def verify(files, options):
    """@param options: keys (vkeys), policy (text), authorities (hexadecimal), held (texts)"""
    findings, bundle = Findings(), Bundle(files)
    findings.looked("files-complete", len(files))
    for name in files:
        if name not in bundle.known_names:
            findings.fault("files-complete", "unknown-file", name)
    for name in REQUIRED:
        if name not in files:
            findings.fault("files-complete", "missing-file", name)
    manifest = parse_manifest(bundle.read("bundle.json"))
    if manifest is None:
        raise Unreadable("damaged", "bundle.json")
    entries = Entries(bundle, manifest, findings)
    replay = Replay(manifest["timeZone"])
    recorded, committed, rotations = {}, {}, []
    for index, entry in entries.parsed:
        replay.add(index, entry)
        facts, request = entry["facts"], entry["subject"].get("request")
        if entry["event"] == "request.recorded" and request and request not in recorded:
            recorded[request] = index
            if "reference" in facts:
                committed[request] = facts["reference"]
        if entry["event"] == "key.rotated" and facts["purpose"] == "log":
            rotations.append({**facts, "index": index})
    held = [one for one in map(Held.of, options.get("held", [])) if one]
    signed = _check_checkpoint(bundle, findings)
    if signed is None:
        findings.fault("entries-in-log", "other-checkpoint", "checkpoint")
        earlier, unconfirmed, linked, size, origin = [], [], True, 0, ""
    else:
        size, origin = signed.checkpoint.size, signed.checkpoint.origin
        _check_inclusion(bundle, entries, signed, findings)
        earlier = _check_earlier(bundle, signed, findings)
        remembered = _remembered(held, signed)
        unconfirmed = _check_keys(signed, earlier, rotations, options.get("keys", []), remembered, findings)
        linked = _check_held(held, signed, earlier, entries, findings)
    known = [*earlier, *([signed] if signed else [])]
    anchors, seen = _check_anchors(bundle, known, options, findings)
    _check_order(anchors, entries, [*bundle.earlier, size], findings)
    _check_epochs(entries, origin, findings)
    complete = _check_period(manifest, entries, size, findings)
    unconfirmed = unconfirmed + (["not-complete"] if complete == "no" else []) + ([] if linked else ["not-linked"])
    noted = _check_reports(bundle, manifest, entries, findings)
    _check_contents(bundle, manifest, entries, noted, findings)
    check_figures(bundle, manifest, entries, findings)
    _check_disclosures(bundle, manifest, entries, findings)
    references = _check_references(bundle, committed, findings)
    cases = replay.finish()
    if replay.standing.zone not in (None, manifest["timeZone"]):
        findings.fault("files-complete", "other-time-zone", "bundle.json")
    findings.looked("sequence-allowed", len(cases))
    for fault, index in replay.faults:
        findings.fault("sequence-allowed", fault, index)
    for one in cases:
        times = [at for below, at in seen if one["request"] in recorded and recorded[one["request"]] < below]
        one["reference"], one["seenAt"] = references.get(one["request"]), min(times, default=None)
    checks = findings.results()
    is_false = any(one["state"] == "failed" for one in checks)
    return {
        "outcome": "false" if is_false else "consistent" if unconfirmed else "proved",
        "unconfirmed": unconfirmed,
        "complete": complete,
        "checks": checks,
        "requests": cases,
        "synthetic": replay.standing.synthetic,
        "seen": [{"size": below, "at": at} for below, at in seen],
    }
