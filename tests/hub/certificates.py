# SPDX-License-Identifier: Apache-2.0
"""A throw-away certificate authority, made with the openssl command.

Its key never leaves the Hub's root, and it vouches for one certificate that
is good for a month and for the names below. Others can be made with a flaw.
"""
import pathlib
import ssl
import subprocess

NAMES = ("DNS:huggingface.co", "DNS:hf.co", "DNS:localhost", "IP:127.0.0.1")

CONFIGURATION = f"""
[req]
distinguished_name = subject
prompt = no
[subject]
CN = throw-away CA of a small Hub
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[server]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = {', '.join(NAMES)}
[elsewhere]
basicConstraints = critical, CA:FALSE
subjectAltName = DNS:wrong.example
"""

NEW_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
           "-nodes")


def make(root):
    """Make what is missing; the CA to trust is then in ca.pem."""
    root = pathlib.Path(root)
    if (root / "server.pem").exists():
        return
    (root / "openssl.cnf").write_text(CONFIGURATION)
    openssl(root, "req", "-config", "openssl.cnf", "-x509", *NEW_KEY,
            "-extensions", "authority", "-days", "31",
            "-keyout", "ca.key", "-out", "ca.pem")
    openssl(root, "req", "-config", "openssl.cnf", *NEW_KEY,
            "-subj", "/CN=small Hub",
            "-keyout", "server.key", "-out", "server.csr")
    openssl(root, "x509", "-req", "-in", "server.csr", "-days", "30",
            "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
            "-extfile", "openssl.cnf", "-extensions", "server",
            "-out", "server.pem")


def make_flawed(root, flaw):
    """A certificate in FLAW.pem that no client should trust."""
    by_ca = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial")
    names, days, signer = {
        "expired": ("server", "-1", by_ca),
        "wrong_host": ("elsewhere", "30", by_ca),
        "self_signed": ("server", "30", ("-signkey", "server.key")),
    }[flaw]
    openssl(root, "x509", "-req", "-in", "server.csr", "-days", days, *signer,
            "-extfile", "openssl.cnf", "-extensions", names,
            "-out", f"{flaw}.pem")


def context(root, flaw=None):
    """What a TLS server needs; with a flaw, to be distrusted."""
    root = pathlib.Path(root)
    if flaw:
        make_flawed(root, flaw)
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(root / f"{flaw or 'server'}.pem", root / "server.key")
    return made


def openssl(root, *arguments):
    done = subprocess.run(("openssl", *arguments), cwd=root,
                          stdin=subprocess.DEVNULL, capture_output=True)
    if done.returncode:
        raise RuntimeError(f"openssl {arguments[0]}: {done.stderr.decode()}")
