"""A web server small enough to read: Basic authentication, and one CGI program under /git, run by hand.

python3 cgi_server.py PORT PROGRAM USER:PASSWORD...   (the standard library's own CGI support is gone in newer Pythons)
"""

import base64
import http.server
import os
import subprocess
import sys

PORT, PROGRAM, PEOPLE = int(sys.argv[1]), sys.argv[2], dict(pair.split(":") for pair in sys.argv[3:])


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def body(self):
        """The body, whether its length is told or it comes in chunks."""
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            parts = []
            while size := int(self.rfile.readline().split(b";")[0], 16):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return b"".join(parts)
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def answer(self, status, headers, body):
        self.send_response_only(*status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def serve(self):
        body = self.body()
        scheme, _, word = self.headers.get("Authorization", "").partition(" ")
        user, _, password = base64.b64decode(word or b"").decode("utf-8", "replace").partition(":")
        if scheme != "Basic" or PEOPLE.get(user) != password:
            return self.answer((401, "Unauthorized"), [("WWW-Authenticate", 'Basic realm="records"')], b"")
        path, _, query = self.path.partition("?")
        if not path.startswith("/git/"):
            return self.answer((404, "Not Found"), [], b"")
        # As every CGI does: each header becomes a variable, whatever its name is.
        variables = {"HTTP_" + name.upper().replace("-", "_"): value for name, value in self.headers.items()}
        variables.update(
            PATH=os.environ["PATH"],
            GATEWAY_INTERFACE="CGI/1.1",
            REQUEST_METHOD=self.command,
            PATH_INFO=path[len("/git"):],
            QUERY_STRING=query,
            CONTENT_TYPE=self.headers.get("Content-Type", ""),
            CONTENT_LENGTH=str(len(body)) if self.command == "POST" else "",
            REMOTE_USER=user,
            REMOTE_ADDR=self.client_address[0],
        )
        done = subprocess.run([PROGRAM], input=body, stdout=subprocess.PIPE, env=variables, check=False)
        head, _, rest = done.stdout.partition(b"\r\n\r\n")
        headers = [line.split(": ", 1) for line in head.decode().split("\r\n") if ": " in line]
        status = next((value for name, value in headers if name == "Status"), "200 OK" if head else "500 Broken")
        code, _, words = status.partition(" ")
        self.answer((int(code), words), [pair for pair in headers if pair[0] != "Status"], rest)

    do_GET = do_POST = serve

    def log_message(self, *_):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", PORT), Handler).serve_forever()
