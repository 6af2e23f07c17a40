#!/usr/bin/env python3
"""A public log of real incidents as tickets and callbacks with their real times, and the figures worked out from the log alone.

    eventlog.py import LOG.xes.gz DEMO REPOSITORY      writes a repository; registers and a filled-in form come from the demo
    eventlog.py compare LOG.xes.gz --callbacks callbacks.json --tickets tickets.json

The log is BPI Challenge 2013, incidents (Volvo IT; doi:10.4121/uuid:500573e6-accc-4b0c-9576-aa5468b10cee). What is read as what:
received is the first event of a case; arrival the first `Accepted / In Progress`; restored the first `Completed`; the call after the
repair the first `Completed / Closed` behind it. A ticket is committed when it was restored (an open one when it was received), a call at
the end of its day, as somebody does who enters them in the evening. Signatures are the form's own and do not hold: the reports are
run with --checked no. Ends with 1 if anything differs. Python's library only.
"""
import argparse, datetime as dt, gzip, json, subprocess, sys
from collections import Counter, defaultdict
from math import ceil
from xml.etree import ElementTree

CST = dt.timezone(dt.timedelta(hours=8))
FORM = "records/ticket/WX/000/00/WX-0000003.json"
HOURS = 24  # repair_callback_hours, the regulation's own value


def cases(path):
    """Each case in the order of the log: its name, received, arrived, restored, called (each a time or None), its product."""
    found = []
    for _, trace in ElementTree.iterparse(gzip.open(path)):
        if not trace.tag.endswith("}trace"):
            continue
        events = []
        for event in trace:
            if event.tag.endswith("}event"):
                told = {child.get("key"): child.get("value") for child in event}
                # Records tell whole seconds.
                at = dt.datetime.fromisoformat(told["time:timestamp"]).astimezone(CST).replace(microsecond=0)
                events.append((at, told["concept:name"], told["lifecycle:transition"], told["product"]))
        events.sort(key=lambda event: event[0])
        first = lambda wanted, behind=-1: next((n for n, e in enumerate(events) if n > behind and wanted(e)), None)
        restored = first(lambda e: e[1] == "Completed")
        arrived = first(lambda e: e[1:3] == ("Accepted", "In Progress"))
        if restored is not None and arrived is not None and arrived > restored:
            arrived = None
        called = first(lambda e: e[1:3] == ("Completed", "Closed"), restored) if restored is not None else None
        time = lambda n: None if n is None else events[n][0]
        found.append((events[0][0], time(arrived), time(restored), time(called), events[0][3]))
        trace.clear()
    return sorted(found, key=lambda case: case[0])


def git(repo, *args, stdin=None):
    return subprocess.run(["git", "-C", repo, *args], input=stdin, capture_output=True, check=True).stdout


def evening(at):
    return at.replace(hour=23, minute=59, second=59)


def write(log, demo, repo):
    form = json.loads(git(demo, "show", f"HEAD:{FORM}"))
    call = json.loads(git(demo, "show", "HEAD:" + next(
        p for p in git(demo, "ls-tree", "-r", "--name-only", "HEAD", "records/phone-callback").decode().split() if "post_repair" in p)))
    registers = [p for kind in ("company", "calendar", "staff", "client", "site")
                 for p in git(demo, "ls-tree", "-r", "--name-only", "HEAD", f"records/{kind}").decode().split()]
    commits = [(dt.datetime(2010, 1, 1, tzinfo=CST), 0, {p: git(demo, "show", f"HEAD:{p}") for p in registers})]
    text = lambda at: at.isoformat()
    for number, (received, arrived, restored, called, product) in enumerate(cases(log), 1):
        key = f"WX-{number:07}"
        folder = f"WX/{key[3:6]}/{key[6:8]}"
        ticket = json.loads(json.dumps(form))
        ticket.update(id=key, state="completed" if restored else "open")
        ticket["report"].update(received_at=text(received), opened_at=text(received), repeat_of="无")
        ticket["report"]["assets"][0]["serial"] = product
        ticket["dispatch"]["at"] = text(received)
        if arrived:
            ticket["trip"].update(departed_at=text(received), arrived_at=text(arrived))
        else:
            del ticket["trip"]
        for section in ("front_desk", "office"):
            del ticket[section]
        if restored:
            ticket["work"]["restored_at"] = text(restored)
            ticket["work"]["signatures"][0]["at"] = text(restored)
            ticket["confirmation"].update(at=text(restored), work_start=text(arrived or received), work_end=text(restored))
        else:
            del ticket["work"], ticket["confirmation"]
        commits.append((restored or received, number, {f"records/ticket/{folder}/{key}.json": json.dumps(ticket).encode()}))
        if called:
            answer = json.loads(json.dumps(call))
            answer.update(id=f"{key}.post_repair", client=ticket["report"]["client"], site=ticket["report"]["site"])
            answer["attempts"][0]["at"] = answer["call"]["at"] = text(called)
            path = f"records/phone-callback/{folder}/{key}.post_repair.json"
            commits.append((evening(called), number, {path: json.dumps(answer).encode()}))
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", repo], check=True)
    stream = []
    for at, number, files in sorted(commits, key=lambda commit: commit[:2]):
        stream.append(b"commit refs/heads/main\ncommitter x <x@y.example> %d +0800\ndata 4\ncase\n" % at.timestamp())
        for path, data in files.items():
            stream.append(b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(data), data))
    git(repo, "fast-import", "--quiet", stdin=b"".join(stream))


def spread(values):
    values = sorted(values)
    rank = lambda p: values[max(1, ceil(len(values) * p / 100)) - 1]
    return [len(values), rank(50), rank(90), values[-1]]


def compare(log, callbacks, tickets):
    month = lambda at: f"{at:%Y-%m}"
    minutes = lambda a, b: int((b - a).total_seconds() // 60)
    rates, state, times = defaultdict(Counter), defaultdict(Counter), defaultdict(list)
    for received, arrived, restored, called, _ in cases(log):
        state["total"]["tickets"] += 1
        state["total"]["completed" if restored else "open"] += 1
        state[month(received)]["tickets"] += 1
        state[month(received)]["completed" if restored else "open"] += 1
        if restored is None:
            continue
        times["restoration"].append(minutes(received, restored))
        if arrived:
            times["arrival"].append(minutes(received, arrived))
            times["repair"].append(minutes(arrived, restored))
        deadline = restored + dt.timedelta(hours=HOURS)
        for group in ("total", month(deadline)):
            rates[group]["due"] += 1
            rates[group]["claimed"] += called is not None and called <= deadline
            rates[group]["recorded"] += called is not None and called <= deadline and evening(called) <= deadline
            rates[group]["missing"] += called is None
    differ = 0

    def same(what, ours, theirs):
        nonlocal differ
        if ours != theirs:
            differ += 1
            print(f"{what}: {ours} by the log, {theirs} by the report")

    told = json.load(open(callbacks))
    for group, row in [("total", told["total"][0])] + [(row["month"], row) for row in told["by_month"]]:
        own = rates.pop(group, Counter())
        for rate in ("claimed", "recorded"):
            same(f"{group} {rate}", (own[rate], own["due"]), (row[rate]["done"], row[rate]["due"]))
        same(f"{group} missing", own["missing"], row["missing"])
    same("months without a row", [], sorted(rates))
    told = json.load(open(tickets))
    for group, row in [("total", told["total"][0])] + [(row["month"], row) for row in told["by_month"]]:
        own = state.pop(group, Counter())
        for count in ("tickets", "completed", "open"):
            same(f"{group} {count}", own[count], row[count])
    same("months of tickets without a row", [], sorted(state))
    for row in told["times"]:
        if row["measure"] in times:
            same(row["measure"], spread(times[row["measure"]]), [row[c] for c in ("known", "median", "p90", "max")])
    total = json.load(open(callbacks))["total"][0]
    print(f"log: {told['total'][0]['tickets']} tickets, callbacks {total['claimed']['done']}/{total['claimed']['due']} claimed, "
          f"{total['recorded']['done']}/{total['recorded']['due']} recorded; {differ} differ")
    return 1 if differ else 0


def main():
    parser = argparse.ArgumentParser()
    verbs = parser.add_subparsers(dest="verb", required=True)
    one = verbs.add_parser("import")
    for name in ("log", "demo", "repository"):
        one.add_argument(name)
    two = verbs.add_parser("compare")
    two.add_argument("log")
    two.add_argument("--callbacks", required=True)
    two.add_argument("--tickets", required=True)
    asked = parser.parse_args()
    if asked.verb == "import":
        return write(asked.log, asked.demo, asked.repository)
    return compare(asked.log, asked.callbacks, asked.tickets)


if __name__ == "__main__":
    sys.exit(main())
