"""RFC 6962 / RFC 9162 Merkle trees."""

from formats import sha256


def leaf_hash(data):
    return sha256(b"\x00", data)


def node_hash(left, right):
    return sha256(b"\x01", left, right)


def is_included(leaf, index, size, path, root):
    """RFC 9162 s2.1.3.2"""
    if index >= size:
        return False
    at, last, value = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            value = node_hash(sibling, value)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            value = node_hash(value, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and value == root


def is_continued(older, newer, path, old_root, new_root):
    """RFC 9162 s2.1.4.2, for 1 <= older <= newer"""
    if not 0 < older <= newer:
        return False
    if older == newer:
        return not path and old_root == new_root
    path = [old_root, *path] if older & (older - 1) == 0 else list(path)
    if not path:
        return False
    at, last = older - 1, newer - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    old, new = path[0], path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and (old, new) == (old_root, new_root)


def root_with(first, leaves, size, first_path, last_path):
    """Root of a tree of `size` leaves of which `leaves` stand from `first` on; what is to their left is taken from the
    inclusion path of the first, what is to their right from that of the last. None where a path is too short."""
    end = first + len(leaves)

    def value(low, high, depth):
        if high <= first:
            return first_path[-depth] if depth <= len(first_path) else None
        if low >= end:
            return last_path[-depth] if depth <= len(last_path) else None
        if high - low == 1:
            return leaves[low - first]
        middle = low + (1 << (high - low - 1).bit_length() - 1)
        left, right = value(low, middle, depth + 1), value(middle, high, depth + 1)
        return None if left is None or right is None else node_hash(left, right)

    return value(0, size, 0) if leaves and end <= size else None


def root_of(leaves):
    return root_with(0, leaves, len(leaves), [], [])
