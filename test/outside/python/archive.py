"""ZIP as a bundle uses it: members one behind another without a gap, their own headers as the directory says."""

import re
import struct
import zlib

from dataclasses import dataclass


class Unreadable(Exception):
    def __init__(self, fault, file=None):
        super().__init__(fault, file)
        self.fault, self.file = fault, file


NAME = re.compile(r"(?!\.{1,2}(?:/|\Z))[A-Za-z0-9._-]+(?:/(?!\.{1,2}(?:/|\Z))[A-Za-z0-9._-]+)*\Z")
WHOLE = 0xFFFFFFFF


@dataclass
class Member:
    name: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    at: int


def _number(data, at, form):
    if at < 0 or at + struct.calcsize(form) > len(data):
        raise Unreadable("damaged")
    return struct.unpack_from(form, data, at)[0]


def _wide(extra, *numbers):
    """Numbers that have no place in 32 bits stand in the ZIP64 field, in this order."""
    at = 0
    while at + 4 <= len(extra) and _number(extra, at, "<H") != 1:
        at += 4 + _number(extra, at + 2, "<H")
    at += 4
    found = []
    for number in numbers:
        if number == WHOLE:
            number = _number(extra, at, "<Q")
            at += 8
        found.append(number)
    return found


def _directory(data):
    if len(data) < 22 or data[-22:-18] != b"PK\x05\x06":
        raise Unreadable("not-a-zip")
    end = len(data) - 22
    count, length, at = struct.unpack_from("<HII", data, end + 10)
    behind = end
    if count == 0xFFFF or WHOLE in (length, at):
        behind = _number(data, end - 12, "<Q")
        if data[end - 20 : end - 16] != b"PK\x06\x07" or behind + 56 != end - 20 or data[behind : behind + 4] != b"PK\x06\x06":
            raise Unreadable("damaged")
        count, length, at = struct.unpack_from("<QQQ", data, behind + 32)
    if _number(data, end + 20, "<H") or at + length != behind:
        raise Unreadable("damaged")
    if count > 200_000 or length > 64 * 2**20:
        raise Unreadable("too-many-files")
    return at, at + length, count


def _members(data, at, end, count):
    for _ in range(count):
        if at + 46 > end or data[at : at + 4] != b"PK\x01\x02":
            raise Unreadable("damaged")
        flags, method, _, _, crc, packed, size, names, extras, comments = struct.unpack_from("<HHHHIIIHHH", data, at + 8)
        attributes, header = struct.unpack_from("<II", data, at + 38)
        following = at + 46 + names + extras + comments
        if following > end:
            raise Unreadable("damaged")
        if attributes >> 16 & 0xF000 not in (0, 0x8000) or flags & 1 or method not in (0, 8):
            raise Unreadable("unsupported")
        size, packed, header = _wide(data[at + 46 + names : at + 46 + names + extras], size, packed, header)
        name = data[at + 46 : at + 46 + names].decode("latin-1")
        yield Member(name, flags, method, crc, packed, size, header)
        at = following
    if at != end:
        raise Unreadable("damaged")


def _content(data, member, end):
    """(bytes, where the next member begins)"""
    header = member.at
    if data[header : header + 4] != b"PK\x03\x04" or header + 30 > end:
        raise Unreadable("damaged", member.name)
    flags, method, _, _, crc, packed, size, names, extras = struct.unpack_from("<HHHHIIIHH", data, header + 6)
    begin = header + 30 + names + extras
    size, packed = _wide(data[header + 30 + names : begin], size, packed)
    later = flags & 8 and (crc, size, packed) == (0, 0, 0)
    same = (flags, method) == (member.flags, member.method)
    same = same and (later or (crc, size, packed) == (member.crc, member.size, member.packed))
    if not same or data[header + 30 : header + 30 + names].decode("latin-1") != member.name or begin + member.packed > end:
        raise Unreadable("damaged", member.name)
    following = begin + member.packed
    if flags & 8:
        forms = [b"PK\x07\x08", b""]
        for signed, form in [(signed, form) for signed in forms for form in ("<III", "<IQQ")]:
            told = signed + struct.pack(form, member.crc, member.packed, member.size)
            if data[following : following + len(told)] == told:
                following += len(told)
                break
        else:
            raise Unreadable("damaged", member.name)
    return begin, following


def open_zip(data):
    """{name: function that gives the bytes}"""
    at, end, count = _directory(data)
    members = list(_members(data, at, end, count))
    check_names([member.name for member in members])
    if any(one.method == 0 and one.size != one.packed for one in members):
        raise Unreadable("damaged")
    if any(one.size > 2**20 and one.size > one.packed * 200 for one in members):
        raise Unreadable("too-large")
    places, reached = {}, 0
    for member in sorted(members, key=lambda one: one.at):
        if member.at != reached:
            raise Unreadable("damaged", member.name)
        places[member.name], reached = _content(data, member, at)
    if reached != at:
        raise Unreadable("damaged")

    def reader(member):
        def read():
            raw = data[places[member.name] : places[member.name] + member.packed]
            try:
                inflater = zlib.decompressobj(-15)
                content = raw if member.method == 0 else inflater.decompress(raw, member.size + 1)
                whole = member.method == 0 or (inflater.eof and not inflater.unused_data)
            except zlib.error:
                raise Unreadable("damaged", member.name) from None
            if len(content) > member.size:
                raise Unreadable("too-large", member.name)
            if not whole or len(content) != member.size or zlib.crc32(content) != member.crc:
                raise Unreadable("damaged", member.name)
            return content

        return read

    return {member.name: reader(member) for member in members}


def check_names(names):
    seen = set()
    for name in names:
        if not NAME.match(name) or len(name) > 200:
            raise Unreadable("unsafe-name", name[:200])
        if name.lower() in seen:
            raise Unreadable("name-twice", name)
        seen.add(name.lower())
