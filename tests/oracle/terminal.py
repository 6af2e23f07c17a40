"""A person at a pseudo-terminal: waits for each question on the screen, then types the answer as keys.

argv: the command. Standard input: a JSON list of [what the screen must show next, what is typed then]; Enter is added.
Standard output: what was on the screen, without colours and movements of the cursor. Ends as the command ended,
or with 3 when a question did not come.
"""
import json, os, pty, re, select, sys, time

steps = json.load(sys.stdin)
SECONDS = 15
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()][A-Za-z0-9]|\x1b[=>78]")

pid, screen = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])

shown, seen = b"", 0


def text():
    return ESCAPES.sub("", shown.decode("utf-8", "replace"))


def read(seconds):
    """One more piece of the screen; False once the other end is closed."""
    global shown
    if not select.select([screen], [], [], seconds)[0]:
        return True
    try:
        piece = os.read(screen, 65536)
    except OSError:
        return False
    # A terminal answers when it is asked where its cursor is.
    if b"\x1b[6n" in piece:
        os.write(screen, b"\x1b[1;1R")
    shown += piece
    return bool(piece)


ended = 0
for question, answer in steps:
    until = time.monotonic() + SECONDS
    while question not in text()[seen:]:
        if not read(0.2) or time.monotonic() > until:
            ended = 3
            break
    if ended:
        break
    # What was asked stays on the screen; the next question is looked for behind it.
    seen = text().index(question, seen) + len(question)
    os.write(screen, answer.encode() + b"\r")

until = time.monotonic() + SECONDS
while read(0.2) and time.monotonic() < until:
    pass
os.close(screen)
_, status = os.waitpid(pid, 0)
sys.stdout.write(text())
sys.exit(ended or os.waitstatus_to_exitcode(status))
