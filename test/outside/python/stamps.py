"""RFC 3161 time stamps, judged by openssl: the certificate that signed, when, and over what."""

import hashlib
import re
import subprocess
import tempfile
from datetime import datetime, timezone
from pathlib import Path


def _openssl(folder, *words):
    return subprocess.run(["openssl", *words], cwd=folder, capture_output=True, check=False)


def _as_written(name):
    return hashlib.sha256(name).hexdigest()


def open_stamp(response, message):
    """{at, fingerprints of the certificates in it}; None where it does not hold over the message."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "stamp.tsr").write_bytes(response)
        (folder / "message").write_bytes(message)
        token = ["-token_in"] if _openssl(folder, "ts", "-reply", "-in", "stamp.tsr", "-text").returncode else []
        text = _openssl(folder, "ts", "-reply", "-in", "stamp.tsr", *token, "-text").stdout.decode("utf-8", "replace")
        told = re.search(r"^Time stamp: (\w{3}) +(\d+) (\d\d:\d\d:\d\d)(\.\d+)? (\d{4}) GMT", text, re.MULTILINE)
        _openssl(folder, "ts", "-reply", "-in", "stamp.tsr", *token, "-token_out", "-out", "token.der")
        pem = _openssl(folder, "pkcs7", "-inform", "DER", "-in", "token.der", "-print_certs").stdout
        if told is None or b"BEGIN" not in pem:
            return None
        (folder / "certificates.pem").write_bytes(pem)
        at = datetime.strptime(f"{told[1]} {told[2]} {told[3]} {told[5]}", "%b %d %H:%M:%S %Y").replace(tzinfo=timezone.utc)
        # What is in the stamp is its own chain; whom of it the reader named is asked by the caller.
        held = _openssl(
            folder, "ts", "-verify", "-data", "message", "-in", "stamp.tsr", *token, "-CAfile", "certificates.pem",
            "-untrusted", "certificates.pem", "-partial_chain", "-attime", str(int(at.timestamp())), "-auth_level", "2",
        )
        if held.returncode:
            return None
        prints = []
        for one in re.findall(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", pem, re.DOTALL):
            (folder / "one.pem").write_bytes(one)
            der = _openssl(folder, "x509", "-in", "one.pem", "-outform", "DER").stdout
            prints.append(_as_written(der))
        part = (told[4] or ".000")[1:4].ljust(3, "0")
        return {"at": at.strftime("%Y-%m-%dT%H:%M:%S.") + part + "Z", "fingerprints": prints}
