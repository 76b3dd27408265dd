# SPDX-License-Identifier: Apache-2.0
"""Signatures of JSON Web Tokens: RS256 (RFC 7518, RFC 8017 section 8.2)."""
import base64
import hashlib
import hmac
import json
import pathlib
import re
import subprocess

DIGEST_OF_SHA256 = bytes.fromhex("3031300d060960864801650304020105000420")


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text):
    """The bytes of base64url without padding; ValueError for anything else."""
    if not re.fullmatch(r"[A-Za-z0-9_-]*", text):
        raise ValueError("not base64url")
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def padded(message, size):
    """The block that a signature of that size holds for a message."""
    digest = DIGEST_OF_SHA256 + hashlib.sha256(message).digest()
    return b"\0\1" + b"\xff" * (size - len(digest) - 3) + b"\0" + digest


class Key:
    """A private key, made with the openssl command."""

    def __init__(self, folder, kid):
        self.kid = kid
        self._path = pathlib.Path(folder) / f"{kid}.key"
        openssl("genrsa", "-out", self._path, "2048")
        modulus = openssl("rsa", "-in", self._path, "-noout", "-modulus")
        self.modulus = int(modulus.split(b"=")[1], 16)

    def jwk(self):
        return {"kty": "RSA", "use": "sig", "alg": "RS256", "kid": self.kid,
                "n": encode(self.modulus.to_bytes(256, "big")), "e": "AQAB"}

    def sign(self, message):
        return openssl("dgst", "-sha256", "-sign", self._path, given=message)

    def token(self, claims, **header):
        """A signed token; `header` is laid over what its header says."""
        head = {"alg": "RS256", "typ": "JWT", "kid": self.kid, **header}
        signed = ".".join(encode(json.dumps(part).encode())
                          for part in (head, claims))
        return f"{signed}.{encode(self.sign(signed.encode()))}"


def parts(token):
    """(header, claims, signed bytes, signature); ValueError for no token."""
    head, claims, signature = token.split(".")
    return (json.loads(decode(head)), json.loads(decode(claims)),
            f"{head}.{claims}".encode(), decode(signature))


def is_signed_by(jwk, message, signature):
    modulus = int.from_bytes(decode(jwk["n"]), "big")
    exponent = int.from_bytes(decode(jwk["e"]), "big")
    size = (modulus.bit_length() + 7) // 8
    if len(signature) != size:
        return False
    block = pow(int.from_bytes(signature, "big"), exponent, modulus)
    return hmac.compare_digest(block.to_bytes(size, "big"),
                               padded(message, size))


def openssl(*words, given=None):
    done = subprocess.run(["openssl", *map(str, words)], input=given,
                          capture_output=True)
    if done.returncode:
        raise RuntimeError(f"openssl {words[0]}: {done.stderr.decode()}")
    return done.stdout
