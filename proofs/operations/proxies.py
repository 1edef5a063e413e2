"""Starts the proxies of deploy/ with the files that are given to towns, before a listener that writes down
what reaches the house. Only ports, folders and certificates are those of this machine."""

import http.server
import os
import pathlib
import re
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(sys.argv[1]).resolve()
WORK = tempfile.TemporaryDirectory()
FOLDER = pathlib.Path(WORK.name)
NAME = "engawa.example.jp"
SEEN = []


def fail(words):
    sys.exit(f"proofs/operations: {words}")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class House(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        left = int(self.headers.get("Content-Length", 0))
        while left > 0:
            got = len(self.rfile.read(min(left, 1 << 20)))
            if not got:
                break
            left -= got
        SEEN.append((self.command, self.path, dict(self.headers.items())))
        body = b"house"
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = answer

    def log_message(self, *_):
        pass


def ask(port, path, *, plain=False, body=None, **headers):
    """One request by hand, so that nothing is added or left out; answers the status and the head."""
    raw = socket.create_connection(("127.0.0.1", port), timeout=30)
    if not plain:
        trust = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        trust.check_hostname, trust.verify_mode = False, ssl.CERT_NONE
        raw = trust.wrap_socket(raw, server_hostname=NAME)
    with raw:
        method = "GET" if body is None else "POST"
        head = [f"{method} {path} HTTP/1.1", f"Host: {NAME}", "Connection: close"]
        head += [f"{k.replace('_', '-')}: {v}" for k, v in headers.items()]
        if body is not None:
            head.append(f"Content-Length: {body}")
        raw.sendall(("\r\n".join(head) + "\r\n\r\n").encode())
        try:
            for _ in range((body or 0) >> 20):
                raw.sendall(b"x" * (1 << 20))
        except OSError:
            pass  # Whoever refuses a body does not read all of it.
        answer = b""
        try:
            while part := raw.recv(65536):
                answer += part
        except OSError:
            pass
    head = answer.split(b"\r\n\r\n")[0].decode("latin-1")
    found = re.match(r"HTTP/1\.1 (\d+)", head)
    return (int(found[1]) if found else 0), head


def opened(process, port, log):
    for _ in range(100):
        if process.poll() is not None:
            fail(f"the proxy ended:\n{log.read_text()[-2000:]}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    fail(f"the proxy does not open:\n{log.read_text()[-2000:]}")


def walk(name, http_port, https_port, logged):
    SEEN.clear()
    status, head = ask(http_port, "/procedures", plain=True)
    if status not in (301, 308) or f"ocation: https://{NAME}/procedures" not in head.replace(f":{https_port}", ""):
        fail(f"{name} does not lead to https:\n{head}")
    if SEEN:
        fail(f"{name} lets a plain request through")
    secret = "/search?q=%E7%B8%81%E5%81%B4%E8%8A%B1%E5%AD%90"
    status, _ = ask(https_port, secret, X_Forwarded_For="203.0.113.9", X_Forwarded_Proto="http")
    if status != 200:
        fail(f"{name} answers {status}")
    _, path, headers = SEEN[-1]
    told = {k.lower(): v for k, v in headers.items()}
    if (path, told.get("x-forwarded-for"), told.get("x-forwarded-proto"), told.get("host")) != (secret, "127.0.0.1", "https", NAME):
        fail(f"{name} tells the house {path} {told}")
    status, _ = ask(https_port, "/apply/x", body=60 << 20)
    if status != 200:
        fail(f"{name} refuses photographs: {status}")
    if ask(https_port, "/apply/x", body=80 << 20)[0] == 200:
        fail(f"{name} takes 80 MB")
    time.sleep(0.5)
    text = logged()
    if "POST" not in text and "200" not in text:
        fail(f"{name} writes no log:\n{text[-500:]}")
    if "E7%B8%81" in text or "search" in text:
        fail(f"{name} writes down what was asked for:\n{text[-500:]}")
    print("ok ", f"{name} takes the file of deploy/: https only, the true address, no address asked for in its log", flush=True)


def nginx(house):
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    http_port, https_port = free_port(), free_port()
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1", "-subj", f"/CN={NAME}",
         "-keyout", FOLDER / "privkey.pem", "-out", FOLDER / "fullchain.pem"], check=True, capture_output=True)
    site = (ROOT / "deploy/nginx.conf").read_text()
    site = re.sub(r"\n *listen \[::\]:\d+[^;]*;", "", site)
    site = site.replace("listen 80;", f"listen 127.0.0.1:{http_port};").replace("listen 443 ", f"listen 127.0.0.1:{https_port} ")
    site = site.replace("127.0.0.1:8080", f"127.0.0.1:{house}").replace(f"/etc/letsencrypt/live/{NAME}", str(FOLDER))
    site = site.replace("/var/log/nginx", str(FOLDER))
    (FOLDER / "site.conf").write_text(site)
    folders = "".join(f"{kind}_temp_path {FOLDER}/{kind};\n" for kind in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"])
    # The folder is ours alone; a worker that gives up root could not write bodies into it.
    user = "user root;\n" if os.geteuid() == 0 else ""
    (FOLDER / "nginx.conf").write_text(
        f"{user}daemon off; worker_processes 1; pid {FOLDER}/nginx.pid; error_log {FOLDER}/error.log;\n"
        f"events {{}}\nhttp {{\n{folders}include {FOLDER}/site.conf;\n}}\n")
    log = FOLDER / "error.log"
    log.touch()
    words = [program, "-p", str(FOLDER), "-e", str(log), "-c", str(FOLDER / "nginx.conf")]
    tried = subprocess.run([*words, "-t"], capture_output=True, text=True)
    if tried.returncode != 0:
        fail(f"nginx -t: {tried.stderr}")
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        opened(process, https_port, log)
        walk("nginx", http_port, https_port, lambda: (FOLDER / "engawa.log").read_text())
    finally:
        process.terminate()
        process.wait()


def caddy(house):
    http_port, https_port = free_port(), free_port()
    text = (ROOT / "deploy/Caddyfile").read_text()
    own = {**os.environ, "HOME": str(FOLDER), "XDG_DATA_HOME": str(FOLDER), "XDG_CONFIG_HOME": str(FOLDER)}
    tried = subprocess.run(["caddy", "adapt", "--config", str(ROOT / "deploy/Caddyfile"), "--adapter", "caddyfile"], capture_output=True, text=True, env=own)
    if tried.returncode != 0:
        fail(f"caddy adapt: {tried.stderr}")
    # Nobody outside vouches for this machine: the certificate is Caddy's own.
    options = f"{{\n\tadmin off\n\tskip_install_trust\n\thttp_port {http_port}\n\thttps_port {https_port}\n\tdefault_bind 127.0.0.1\n}}\n"
    text = options + text.replace(f"{NAME} {{", f"{NAME} {{\n\ttls internal", 1).replace("127.0.0.1:8080", f"127.0.0.1:{house}")
    (FOLDER / "Caddyfile").write_text(text)
    log = FOLDER / "caddy.log"
    with log.open("w") as out:
        words = ["caddy", "run", "--config", str(FOLDER / "Caddyfile"), "--adapter", "caddyfile"]
        process = subprocess.Popen(words, stdout=out, stderr=out, env=own)
    try:
        opened(process, https_port, log)
        for _ in range(100):
            if "certificate obtained successfully" in log.read_text():
                break
            time.sleep(0.1)
        walk("caddy", http_port, https_port, log.read_text)
    finally:
        process.terminate()
        process.wait()


house = http.server.ThreadingHTTPServer(("127.0.0.1", 0), House)
house.handle_error = lambda *_: None  # A proxy that refuses a body hangs up.
threading.Thread(target=house.serve_forever, daemon=True).start()
nginx(house.server_address[1])
caddy(house.server_address[1])
house.shutdown()
WORK.cleanup()
