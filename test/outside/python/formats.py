"""The public formats that a bundle is made of, read strictly: RFC 8785, base64, C2SP signed-note, tlog-checkpoint,
tlog-proof, tlog-cosignature, tlog-policy, and Ed25519 (RFC 8032)."""

import base64
import hashlib
import json
import re
from dataclasses import dataclass, field

SAFE = 2**53 - 1


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


# RFC 8785 ----------------------------------------------------------------------------------------------------------

class NotCanonical(Exception):
    pass


DEPTH = 100


def number_text(value):
    """As ECMAScript writes a number (RFC 8785 s3.2.2.3)."""
    if isinstance(value, int):
        if abs(value) > SAFE:
            raise NotCanonical
        return str(value)
    if value != value or value in (float("inf"), float("-inf")) or (value == int(value) and abs(value) > SAFE):
        raise NotCanonical
    mantissa, _, exponent = f"{value!r}".partition("e")
    sign, mantissa = ("-", mantissa[1:]) if mantissa.startswith("-") else ("", mantissa)
    whole, _, rest = mantissa.partition(".")
    rest = "" if rest == "0" else rest
    digits = (whole + rest).lstrip("0")
    point = len(whole) + int(exponent or 0) - (len(whole + rest) - len(digits))
    digits = digits.rstrip("0")
    if not digits:
        raise NotCanonical
    count = len(digits)
    if count <= point <= 21:
        return sign + digits + "0" * (point - count)
    if 0 < point <= 21:
        return sign + digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return sign + "0." + "0" * -point + digits
    power = f"e{'+' if point > 0 else '-'}{abs(point - 1)}"
    return sign + digits[0] + ("." + digits[1:] if count > 1 else "") + power


def canonical(value, depth=DEPTH):
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return number_text(value)
    if isinstance(value, str):
        try:
            value.encode("utf-8")
        except UnicodeEncodeError:
            raise NotCanonical from None
        return json.dumps(value, ensure_ascii=False)
    if depth <= 0:
        raise NotCanonical
    if isinstance(value, list):
        return "[" + ",".join(canonical(item, depth - 1) for item in value) + "]"
    members = sorted(value.items(), key=lambda member: member[0].encode("utf-16-be", "surrogatepass"))
    return "{" + ",".join(f"{canonical(key)}:{canonical(item, depth - 1)}" for key, item in members) + "}"


def _no_constant(_):
    raise NotCanonical


def parse_canonical(text):
    """The value of a text that is the one canonical spelling of it."""
    try:
        value = json.loads(text, parse_constant=_no_constant)
        if canonical(value) != text:
            raise NotCanonical
    except (ValueError, RecursionError, OverflowError):
        raise NotCanonical from None
    return value


# Text, numbers, base64 ---------------------------------------------------------------------------------------------

def text_of(data):
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?\Z")


def unbase64(text):
    """None for anything but the one spelling."""
    if not BASE64.match(text):
        return None
    data = base64.b64decode(text)
    return data if tobase64(data) == text else None


def tobase64(data):
    return base64.b64encode(data).decode("ascii")


def decimal(text):
    value = int(text) if re.match(r"(?:0|[1-9][0-9]{0,15})\Z", text) else None
    return value if value is not None and value <= SAFE else None


def has_control(text):
    return any(character < " " and character != "\n" for character in text)


# Ed25519, RFC 8032 s5.1.7, without clearing the cofactor ----------------------------------------------------------

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    Ed25519PublicKey = None

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def _x_of(y, sign):
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    return P - x if x & 1 != sign else x


def _add(one, other):
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def _times(factor, point):
    result = (0, 1, 1, 0)
    while factor:
        if factor & 1:
            result = _add(result, point)
        point = _add(point, point)
        factor >>= 1
    return result


def _point(data):
    number = int.from_bytes(data, "little")
    y, sign = number & ((1 << 255) - 1), number >> 255
    x = _x_of(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = _x_of(BASE_Y, 0)
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def _by_hand(public, message, signature):
    a, r = _point(public), _point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= ORDER:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    left, right = _times(s, BASE), _add(r, _times(h, a))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


_seen = {}


def holds(public, message, signature):
    """Whether the signature holds; the same question is asked often in a run over mutants."""
    question = (public, message, signature)
    if question not in _seen:
        if len(signature) != 64:
            answer = False
        elif Ed25519PublicKey is None:
            answer = _by_hand(public, message, signature)
        else:
            try:
                Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
                answer = True
            except InvalidSignature:
                answer = False
        _seen[question] = answer
    return _seen[question]


# C2SP signed-note --------------------------------------------------------------------------------------------------

ED25519, COSIGNATURE = 1, 4
SPACE = "\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
NAME = re.compile(f"[^{SPACE}+]+\\Z")


def is_text(text):
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return not has_control(text)


def is_name(name):
    return bool(NAME.match(name)) and is_text(name)


@dataclass(frozen=True)
class Key:
    vkey: str
    name: str
    id: bytes
    public: bytes

    @property
    def fingerprint(self):
        return sha256(self.public).hex()


def parse_key(vkey, kind=ED25519):
    """None for a key of another type, or one whose ID does not fit."""
    parts = vkey.split("+", 2)
    if len(parts) != 3 or not re.match(r"[0-9a-f]{8}\Z", parts[1]) or "\n" in parts[2]:
        return None
    name, data = parts[0], unbase64(parts[2])
    if not is_name(name) or data is None or len(data) != 33 or data[0] != kind:
        return None
    identity = sha256(name.encode() + b"\n", data)[:4]
    return Key(vkey, name, identity, data[1:]) if identity.hex() == parts[1] else None


@dataclass(frozen=True)
class Note:
    text: str
    signatures: tuple  # of (name, key ID, signature)


def parse_note(note):
    split = note.rfind("\n\n")
    if split < 0 or not note.endswith("\n") or not is_text(note) or len(note.encode()) > 1_000_000:
        return None
    lines = note[split + 2 : -1].split("\n")
    if len(lines) > 100:
        return None
    signatures = []
    for line in lines:
        words = line.split(" ")
        data = unbase64(words[2]) if len(words) == 3 and words[0] == "\u2014" and words[2] else None
        if data is None or len(data) <= 4 or not is_name(words[1]):
            return None
        signatures.append((words[1], data[:4], data[4:]))
    return Note(note[: split + 1], tuple(signatures))


def signatures_by(note, key):
    return [signature for name, identity, signature in note.signatures if (name, identity) == (key.name, key.id)]


# C2SP tlog-checkpoint, tlog-proof, tlog-witness --------------------------------------------------------------------

@dataclass(frozen=True)
class Checkpoint:
    origin: str
    size: int
    root: bytes


def parse_checkpoint(note):
    split = note.rfind("\n\n")
    lines = (note if split < 0 else note[: split + 1]).split("\n")
    if len(lines) < 4 or "" in lines[3:-1] or lines[-1] != "" or lines[0] == "" or has_control("\n".join(lines)):
        return None
    size, root = decimal(lines[1]), unbase64(lines[2])
    if size is None or root is None or len(root) != 32 or (size == 0 and root != sha256()):
        return None
    return Checkpoint(lines[0], size, root)


def _hashes(lines, limit):
    hashes = [unbase64(line) for line in lines]
    return None if len(hashes) > limit or any(one is None or len(one) != 32 for one in hashes) else hashes


@dataclass(frozen=True)
class Proof:
    index: int
    path: list
    checkpoint: str
    extra: bytes | None = None


def parse_proof(text):
    split = text.find("\n\n")
    if split < 0:
        return None
    header, *lines = text[:split].split("\n")
    extra = None
    if lines and lines[0].startswith("extra "):
        extra = unbase64(lines.pop(0)[6:])
        if not extra:
            return None
    if header != "c2sp.org/tlog-proof@v1" or not lines or not lines[0].startswith("index "):
        return None
    index, path = decimal(lines[0][6:]), _hashes(lines[1:], 64)
    return None if index is None or path is None else Proof(index, path, text[split + 2 :], extra)


def parse_consistency(text):
    """(size, path, the earlier note)"""
    split = text.find("\n\n")
    first, *lines = text[: max(split, 0)].split("\n")
    old = decimal(first[4:]) if split >= 0 and first.startswith("old ") else None
    path = _hashes(lines, 63)
    return None if old is None or path is None else (old, path, text[split + 2 :])


# C2SP tlog-cosignature, tlog-policy --------------------------------------------------------------------------------

def cosignatures(note, witness):
    """[(POSIX seconds, whether it holds)]; None when one has not the form."""
    found = []
    for signature in signatures_by(note, witness):
        seconds = int.from_bytes(signature[:8], "big")
        if len(signature) != 72 or seconds > SAFE:
            return None
        message = f"cosignature/v1\ntime {seconds}\n{note.text}".encode()
        found.append((seconds, holds(witness.public, message, signature[8:])))
    return found


@dataclass
class Policy:
    logs: list = field(default_factory=list)
    witnesses: dict = field(default_factory=dict)  # name: key
    groups: dict = field(default_factory=dict)  # name: (threshold, members)
    quorum: str | None = None

    def is_met(self, signed):
        def counts(name):
            if name in self.groups:
                threshold, members = self.groups[name]
                return sum(1 for member in members if counts(member)) >= threshold
            return name in signed

        return self.quorum is None or counts(self.quorum)


def parse_policy(text):
    """None for what is not one: each key and name once, no member of two groups, exactly one quorum."""
    policy, keys, members_of_groups, decided = Policy(), set(), set(), False
    known = lambda name: name in policy.groups or name in policy.witnesses  # noqa: E731
    fresh = lambda name: name not in ("", "none") and not known(name)  # noqa: E731
    for line in text.split("\n"):
        if not is_text(line.replace("\t", " ")) or re.search("[\x7f-\x9f]", line):
            return None
        word, *rest = re.split(r"[ \t]+", line.strip(" \t")) if line.strip(" \t") else ["#"]
        if word == "log" and len(rest) in (1, 2):
            key = parse_key(rest[0])
            if key is None or key.public in keys:
                return None
            policy.logs.append(key)
            keys.add(key.public)
        elif word == "witness" and len(rest) in (2, 3):
            key = parse_key(rest[1], COSIGNATURE)
            if key is None or key.public in keys or not fresh(rest[0]):
                return None
            policy.witnesses[rest[0]] = key
            keys.add(key.public)
        elif word == "group" and len(rest) >= 2:
            name, count, *members = rest
            threshold = {"all": len(members), "any": 1}.get(count, decimal(count))
            free = all(known(one) and one not in members_of_groups for one in members)
            if not threshold or threshold > len(members) or not fresh(name) or not free or len(set(members)) < len(members):
                return None
            members_of_groups.update(members)
            policy.groups[name] = (threshold, members)
        elif word == "quorum" and len(rest) == 1 and not decided and (rest[0] == "none" or known(rest[0])):
            decided = True
            policy.quorum = None if rest[0] == "none" else rest[0]
        elif not word.startswith("#"):
            return None
    return policy if decided else None


# The name of a log -------------------------------------------------------------------------------------------------

def parse_origin(origin):
    """(name without its epoch, epoch)"""
    match = re.match(r"(.+)/([1-9][0-9]{0,8})\Z", origin)
    return (match[1], int(match[2])) if match and match[2] != "1" else (origin, 1)


def is_earlier(origin, than):
    (one, epoch), (other, now) = parse_origin(origin), parse_origin(than)
    return one == other and epoch < now
