"""Servers that the egress gateway meets: web sites under several names, proxies that want credentials. With real sockets, on 127.0.0.1."""

import base64
import contextlib
import http.server
import select
import socket
import socketserver
import ssl
import struct
import subprocess
import threading


def self_signed(folder, *names):
    """A TLS context with a certificate for these names that nobody has signed but itself."""
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-keyout", "self.key"]
    alternatives = ",".join(f"DNS:{name}" for name in names)
    command += ["-out", "self.pem", "-subj", f"/CN={names[0]}", "-addext", f"subjectAltName={alternatives}"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "self.pem", folder / "self.key")
    context.certificate = folder / "self.pem"
    return context


class Web:
    """A web server that remembers who was asked for what: [(host without port, path)]. `pages`: path -> text, or (type, text)."""

    def __init__(self, port=0, tls=None):
        self.scheme = "https" if tls else "http"
        self.pages = {}
        self.asked = []
        self.posted = []  # [(path, headers, body)]
        web = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self):
                if tls:
                    self.request = tls.wrap_socket(self.request, server_side=True)
                super().setup()

            def answer(self):
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length)
                if self.command == "POST":
                    web.posted.append((self.path, dict(self.headers), body))
                web.asked.append((self.headers.get("Host", "").rsplit(":", 1)[0], self.path))
                path, _, query = self.path.partition("?")
                if path == "/to":  # a redirect to whatever the query says
                    return self.send(302, "", "text/plain", Location=query)
                page = web.pages.get(path, "")
                kind, text, *more = page if isinstance(page, tuple) else ("text/html; charset=utf-8", page)
                return self.send(200 if path in web.pages else 404, text, kind, **(more[0] if more else {}))

            def send(self, status, text, kind, **headers):
                body = text.encode()
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Access-Control-Allow-Origin", "*")
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = do_HEAD = do_OPTIONS = answer

            def log_message(self, *_):
                pass

        self.server = Threaded(("127.0.0.1", port), Handler)
        self.port = self.server.server_address[1]

    def url(self, path, host="localhost"):
        return f"{self.scheme}://{host}:{self.port}{path}"

    def paths(self, host):
        return [path for name, path in self.asked if name == host]

    def __enter__(self):
        self.server.start()
        return self

    def __exit__(self, *_):
        self.server.stop()


class Threaded(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 256

    def start(self):
        self.thread = threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    def stop(self):
        self.shutdown()
        self.server_close()
        self.thread.join(5)

    def handle_error(self, *_):
        pass  # a browser that hangs up is no news


@contextlib.contextmanager
def running(server):
    """Serves from a thread until the end of the block."""
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join(5)


def join(left, right):
    """Passes octets both ways until one side ends."""
    with contextlib.suppress(OSError):
        while True:
            # What TLS has taken from its socket already, select() does not see.
            waiting = [side for side in (left, right) if getattr(side, "pending", int)()]
            for ready in waiting or select.select([left, right], [], [])[0]:
                octets = ready.recv(65536)
                if not octets:
                    return
                (right if ready is left else left).sendall(octets)


def read_until(connection, end):
    octets = b""
    while end not in octets:
        part = connection.recv(4096)
        if not part:
            return octets
        octets += part
    return octets


def read_count(connection, count):
    octets = b""
    while len(octets) < count:
        part = connection.recv(count - len(octets))
        if not part:
            raise OSError("gone")
        octets += part
    return octets


class Proxy:
    """A proxy that asks for a name and a password, and remembers where it was sent. Every name is 127.0.0.1 to it."""

    def __init__(self, username=None, password=None, tls=None):
        self.username, self.password = username, password
        self.targets, self.visitors = [], []
        proxy = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self):
                proxy.visitors.append(self.request)
                with contextlib.suppress(OSError):
                    proxy.talk(tls.wrap_socket(self.request, server_side=True) if tls else self.request)

        self.server = Threaded(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]

    def hang_up(self):
        """On everybody who is there."""
        for visitor in self.visitors:
            with contextlib.suppress(OSError):
                visitor.shutdown(socket.SHUT_RDWR)

    def connect(self, host, port):
        self.targets.append(f"{host}:{port}")
        return socket.create_connection(("127.0.0.1", port), 5)

    def __enter__(self):
        self.server.start()
        return self

    def __exit__(self, *_):
        self.server.stop()


class HttpProxy(Proxy):
    def talk(self, browser):
        head, _, rest = read_until(browser, b"\r\n\r\n").partition(b"\r\n\r\n")
        if not head:
            return
        credentials = base64.b64encode(f"{self.username}:{self.password}".encode())
        if self.username and b"Proxy-Authorization: Basic " + credentials not in head:
            browser.sendall(b"HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n")
            return
        method, target, _ = head.split(b"\r\n")[0].split(b" ")
        if method == b"CONNECT":
            host, _, port = target.decode().rpartition(":")
            server = self.connect(host, int(port))
            browser.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        else:
            place, _, path = target.removeprefix(b"http://").partition(b"/")
            host, _, port = place.decode().partition(":")
            server = self.connect(host, int(port or 80))
            server.sendall(head.replace(target, b"/" + path, 1) + b"\r\nConnection: close\r\n\r\n" + rest)
        join(browser, server)


class SocksProxy(Proxy):
    def talk(self, browser):
        _, count = read_count(browser, 2)
        methods = read_count(browser, count)
        wanted = 2 if self.username else 0
        if wanted not in methods:
            browser.sendall(b"\x05\xff")
            return
        browser.sendall(bytes([5, wanted]))
        if wanted:
            username = read_count(browser, read_count(browser, 2)[1]).decode()
            password = read_count(browser, read_count(browser, 1)[0]).decode()
            fits = (username, password) == (self.username, self.password)
            browser.sendall(bytes([1, 0 if fits else 1]))
            if not fits:
                return
        kind = read_count(browser, 4)[3]
        if kind == 3:
            host = read_count(browser, read_count(browser, 1)[0]).decode()
        else:
            host = socket.inet_ntop(
                socket.AF_INET if kind == 1 else socket.AF_INET6, read_count(browser, 4 if kind == 1 else 16)
            )
        (port,) = struct.unpack(">H", read_count(browser, 2))
        server = self.connect(host, port)
        browser.sendall(b"\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x00")
        join(browser, server)
