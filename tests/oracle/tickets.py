#!/usr/bin/env python3
"""Figures of tickets, spares and parts from the JSON alone, with nothing of weibao's own code: the second opinion.

    tickets.py REPOSITORY --tickets tickets.json --parts parts.json

Compares with the two reports and ends with 1 if anything differs. Python's library only.
"""
import argparse, datetime as dt, json, subprocess, sys
from collections import Counter, defaultdict
from math import ceil

CST = dt.timezone(dt.timedelta(hours=8))
at = dt.datetime.fromisoformat
day = lambda t: t.astimezone(CST).date()
minutes = lambda a, b: int((b - a).total_seconds() // 60)
NONE = "无"


def git(repo, *args, stdin=None):
    return subprocess.run(["git", "-C", repo, *args], input=stdin, capture_output=True, check=True).stdout


def records(repo):
    """All records at HEAD, by kind and key."""
    paths = [p for p in git(repo, "ls-tree", "-rz", "--name-only", "HEAD", "records").decode().split("\0") if p.endswith(".json")]
    out = git(repo, "cat-file", "--batch", stdin="".join(f"HEAD:{p}\n" for p in paths).encode())
    found, place = defaultdict(dict), 0
    for path in paths:
        end = out.index(b"\n", place)
        size = int(out[place:end].split()[2])
        found[path.split("/")[1]][path.rsplit("/", 1)[1][:-5]] = json.loads(out[end + 1:end + 1 + size])
        place = end + size + 2
    return found


def policy(kinds, name, default, on):
    values = [p for p in kinds["company"]["company"]["policies"] if p["name"] == name and dt.date.fromisoformat(p["from"]) <= on]
    return max(values, key=lambda p: p["from"])["value"] if values else default


def spread(values):
    values = sorted(values)
    rank = lambda p: values[max(1, ceil(len(values) * p / 100)) - 1] if values else None
    return [len(values), rank(50), rank(90), values[-1] if values else None]


def tickets(kinds, as_of):
    """Counts, rates and times of each group, and the repairs that came again."""
    groups = defaultdict(lambda: (Counter(), defaultdict(list)))
    jobs, faults, where = [], [], {}
    for key, ticket in kinds["ticket"].items():
        report, work = ticket.get("report"), ticket.get("work")
        begun = at(report["opened_at"] if report else ticket["void"]["at"])
        if begun > as_of:
            continue
        done = ticket["state"] == "completed" and at(work["restored_at"]) <= as_of
        month = f"{day(at(report['received_at']) if report else begun):%Y-%m}"
        signed = [s["signer"] for s in (work or {}).get("signatures", []) if s["role"] == "technician"]
        who = signed[0] if signed else report["opened_by"] if report else ticket["void"]["by"]
        where[key] = ("total", f"month {month}", f"client {report['client'] if report else None}", f"technician {who}")
        state = {"void": "void", "transferred": "transferred"}.get(ticket["state"], "completed" if done else "open")
        counts, times = Counter({"tickets": 1, state: 1}), {}
        repair = bool(report) and report["service"] == "repair"
        if done:
            counts["delayed"] = int(work["delays"] != NONE)
            office = ticket.get("office")
            if office and at(office["at"]) <= as_of:
                times["hand_in"] = (day(at(office["at"])) - day(at(ticket["confirmation"]["at"]))).days
            else:
                counts["waiting"] = 1
        if done and repair:
            counts["repairs"], counts["repeats"] = 1, int(report["repeat_of"] != NONE)
            chain = [ticket] + [kinds["ticket"][t] for t in [ticket.get("transferred_from")] if t]
            first = lambda part, member: min((at(t[part][member]) for t in chain if part in t), default=None)
            received, restored = at(report["received_at"]), at(work["restored_at"])
            dispatched, arrived = first("dispatch", "at"), first("trip", "arrived_at")
            spans = {"response": (received, dispatched), "arrival": (received, arrived), "repair": (arrived, restored), "restoration": (received, restored)}
            # What is not known, or runs backwards, is not measured.
            times.update({name: minutes(a, b) for name, (a, b) in spans.items() if a and b and a <= b})
            jobs.append((key, report, restored, work["result"] == "fixed" and "transferred_from" not in ticket))
        if repair and "transferred_from" not in ticket and ticket["state"] != "void":
            faults.append((key, report))
        for group in where[key]:
            groups[group][0].update(counts)
            for name, value in times.items():
                groups[group][1][name].append(value)
    serials = lambda report: {a["serial"] for a in report["assets"]} - {NONE}
    repeated, again = set(), []
    for key, report in faults:
        received, before = at(report["received_at"]), []
        for job, earlier, restored, _ in jobs:
            days = policy(kinds, "repeat_repair_days", 30, day(restored))
            if job != key and earlier["site"] == report["site"] and serials(earlier) & serials(report) and restored < received <= restored + dt.timedelta(days):
                before.append((restored, job))
        if before:
            restored, job = max(before)
            repeated.add(job)
            again.append((key, job, report["repeat_of"] == job))
    for job, _, restored, right in jobs:
        over = restored + dt.timedelta(policy(kinds, "repeat_repair_days", 30, day(restored))) < as_of
        known = job in repeated or not right or over
        for group in where[job]:
            groups[group][0].update({"first_known": int(known), "first_right": int(known and right and job not in repeated)})
    return groups, sorted(again)


def covering(kinds, site, serials, on):
    """The installation under whose warranty work at a site falls on a day."""
    forms = sorted((k, f) for k, f in kinds["install"].items() if f["site"] == site)
    corrected = {f.get("supersedes") for _, f in forms}
    systems = [(k, f) for k, f in forms if f["purpose"] == "install" and f["state"] == "confirmed" and k not in corrected]
    systems = [(k, f) for k, f in systems if day(at(f["confirmation"]["at"])) <= on]
    deciding = [s for s in systems if {a["serial"] for a in s[1]["service"]["assets"]} & set(serials) - {NONE}] or systems
    inside = [w["from"] <= on.isoformat() <= w["to"] for w in (f["service"]["warranty"] for _, f in deciding)]
    return bool(inside) and all(inside)


def parts(kinds, as_of):
    """Loans by what became of them, and pieces that were put in."""
    loans, pieces = Counter(), Counter()
    for loan in kinds["spare-loan"].values():
        back = loan.get("giving_back")
        due = dt.datetime.combine(dt.date.fromisoformat(loan["lending"]["due_on"]), dt.time(), CST) + dt.timedelta(1)
        if not back or at(back["at"]) > as_of:
            loans["overdue" if as_of > due else "out"] += 1
            continue
        came = "returned_late" if at(back["at"]) > due else "returned"
        loans[came if loan["state"] == "returned" else loan["state"]] += 1
        loans["damaged"] += int(loan["state"] == "returned" and back["damage"] != NONE)
        loans["sold_cents"] += back.get("conversion", {}).get("charge_cents", 0)

    def count(put_in, on, free):
        for part in put_in if put_in != NONE else []:
            n, cents = part["quantity"], part["charge_cents"]
            pieces.update({"in_warranty" if free else "out_of_warranty": n, "charged" if cents else "free": n, "charge_cents": cents})

    for ticket in kinds["ticket"].values():
        if "work" in ticket:
            on, report = day(at(ticket["work"]["restored_at"])), ticket["report"]
            count(ticket["work"]["parts"], on, covering(kinds, report["site"], [a["serial"] for a in report["assets"]], on))
    for form in kinds["install"].values():
        if "service" in form:
            on = day(at(form["service"]["ended_at"]))
            count(form["service"]["replacements"], on, covering(kinds, form["site"], [a["serial"] for a in form["service"]["assets"]], on))
    return loans, pieces


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument("repository")
    ask.add_argument("--tickets", required=True)
    ask.add_argument("--parts", required=True)
    given = ask.parse_args()
    kinds, odd = records(given.repository), []
    said = json.load(open(given.tickets, encoding="utf-8"))
    as_of = at(said["as_of"])

    def same(what, here, there):
        if here != there:
            odd.append(f"{what}: {here} here, {there} in the report")

    groups, again = tickets(kinds, as_of)
    for table, head in (("total", None), ("by_month", "month"), ("by_client", "client"), ("by_technician", "technician")):
        rows = {f"{head} {row[head]}" if head else "total": row for row in said[table] if row["tickets"]}
        same(table, sorted(k for k in groups if k.startswith(head or "total")), sorted(rows))
        for name, row in rows.items():
            c = groups[name][0]
            for column in ("tickets", "completed", "open", "transferred", "void", "repairs", "delayed", "waiting"):
                same(f"{name} {column}", c[column], row[column])
            for column, done, due in (("void_share", "void", "tickets"), ("repeat_rate", "repeats", "repairs"), ("first_time_fix", "first_right", "first_known"), ("delayed_share", "delayed", "completed")):
                same(f"{name} {column}", {"done": c[done], "due": c[due]}, row[column])
        for row in said["times" if table == "total" else "times_" + table]:
            name = f"{head} {row[head]}" if head else "total"
            if name in groups:
                same(f"{name} {row['measure']}", spread(groups[name][1][row["measure"]]), [row[c] for c in ("known", "median", "p90", "max")])
    same("again", again, sorted((row["ticket"], row["of"], row["marked"]) for row in said["again"]))
    said = json.load(open(given.parts, encoding="utf-8"))
    for table, here in zip(("loans", "parts"), parts(kinds, as_of)):
        row = said[table][0]
        for column in set(here) | {c for c, v in row.items() if isinstance(v, int)} - {"loans", "pieces", "test_failed"}:
            same(f"{table} {column}", here[column], row[column])
    print("\n".join(odd) or "equal", file=sys.stderr)
    sys.exit(1 if odd else 0)


if __name__ == "__main__":
    main()
