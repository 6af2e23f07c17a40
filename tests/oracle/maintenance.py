#!/usr/bin/env python3
"""Quarterly maintenance from `git log` and the JSON alone, with nothing of weibao's own code: the second opinion.

    maintenance.py REPOSITORY --truth truth.json [--report report.json]

Compares total, quarters, and every miss by name; says "equal", or what differs and ends with 1. Policies are the defaults:
60 days of service make a quarter due, the plan by the end of its first month. Python's library only.
"""
import argparse, calendar, datetime as dt, json, sys
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from callbacks import CST, at, day, git, midnight, plus_months, records

ONE = dt.timedelta(1)


def last_commits(repo):
    """When the commit that last changed each record was made."""
    last, when = {}, None
    for line in git(repo, "log", "--no-renames", "--name-only", "--format=@%cI", "HEAD", "--", "records").decode().split("\n"):
        if line.startswith("@"):
            when = at(line[1:])
        elif line.endswith(".json"):
            last.setdefault((line.split("/")[1], line.rsplit("/", 1)[1][:-5]), when)
    return last


def quarters(site, as_of):
    """(name, first served day, last served day, day by which the plan is due) of every quarter that is due at a site."""
    first = min(day(period["from"]) for period in site["service"])
    start = dt.date(first.year, (first.month - 1) // 3 * 3 + 1, 1)
    while midnight(start) <= as_of + dt.timedelta(60):
        end = plus_months(start, 3) - ONE
        days = [start + n * ONE for n in range((end - start).days + 1)]
        served = [d for d in days if any(day(p["from"]) <= d <= day(p.get("to", "2099-12-31")) for p in site["service"])]
        if len(served) >= 60:
            month_end = plus_months(start, 1) - ONE
            due = month_end if served[0] == start else min(max(month_end, plus_months(served[0], 1)), served[-1])
            yield f"{start.year}Q{(start.month + 2) // 3}", served[0], served[-1], due
        start = end + ONE


def out_of_limits(row):
    value = float(row["after"])
    return (row["min"] != "无" and value < float(row["min"])) or (row["max"] != "无" and float(row["max"]) < value)


def count(repo, as_of):
    kinds, last = records(repo), last_commits(repo)
    done_ticket = lambda key: kinds["ticket"].get(key, {}).get("state") == "completed"
    groups, misses = defaultdict(Counter), []
    for site, record in kinds["site"].items():
        for name, _, to, plan_due in quarters(record, as_of) if record["service"] else ():
            plans = [key for key in sorted(kinds["plan"]) if key.startswith(f"{site}-{name}-")]
            confirmed = [key for key in plans if kinds["plan"][key]["state"] == "confirmed"]
            withdrawn = [key for key in plans if kinds["plan"][key]["state"] == "withdrawn"]
            key = confirmed[0] if confirmed else f"{site}-{name}-{len(withdrawn) + 1:02}"
            plan_at = confirmed and at(kinds["plan"][key]["confirmation"]["at"])
            form = kinds["maintenance"].get(f"{site}-{name}", {})
            work = form.get("work", {}) if form.get("state") == "done" else {}
            work_at = work and at(work["ended_at"])
            for kind, key, done, due in (("plan", key, plan_at, plan_due), ("maintenance", f"{site}-{name}", work_at, to)):
                deadline = midnight(due + ONE)
                if not done and as_of <= deadline:
                    continue
                standing = "missing" if not done else "in_time" if done <= deadline else "late"
                recorded = standing == "in_time" and last[kind, key] <= deadline
                if not recorded:
                    misses.append(["late_entry" if standing == "in_time" else standing, f"{kind} {key}"])
                found = {f"{kind}/{standing}": 1, f"{kind}/recorded": int(recorded)}
                if kind == "maintenance":
                    a = [row for row in work.get("a_equipment", {}).get("equipment", []) if row["status"] == "abnormal"]
                    d = [row for row in work.get("d_performance", {}).get("measurements", []) if out_of_limits(row)]
                    g = work.get("g_lines", {}).get("faults", "无")
                    g = [] if g == "无" else g
                    found["items_due"], found["items_answered"] = 7, 7 if work else 0
                    found["abnormal"] = len(a) + len(d) + len(g)
                    carried = [row for row in a if row["ticket"] != "无"] + d + [row for row in g if row["left_open"]]
                    found["open"] = sum(not done_ticket(row["ticket"]) for row in carried)
                for group in ("total", name):
                    groups[group].update(found)
    return groups, sorted(misses)


def flat(figures):
    one = Counter({name: figures[name] for name in ("items_due", "items_answered", "abnormal", "open")})
    for kind, part in (("plan", "plans"), ("maintenance", "work")):
        one.update({f"{kind}/{name}": figures[part][name] for name in ("in_time", "late", "missing", "recorded")})
    return +one


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument("repository")
    ask.add_argument("--truth", required=True)
    given = ask.parse_args()
    truth = json.load(open(given.truth, encoding="utf-8"))
    groups, misses = count(given.repository, at(truth["as_of"]))
    told = truth["maintenance"]
    wanted = {"total": flat(told["total"])} | {name: flat(one) for name, one in told["by_quarter"].items()}
    found = {name: +Counter(one) for name, one in groups.items()}
    wrong = [f"{name}: found {dict(found.get(name, {}))}, told {dict(wanted.get(name, {}))}" for name in sorted(found | wanted) if found.get(name) != wanted.get(name)]
    planted = sorted([one["what"], one["record"]] for one in told["planted"])
    wrong += [f"misses differ: {[m for m in misses if m not in planted]} found, {[m for m in planted if m not in misses]} told"] if misses != planted else []
    print("\n".join(wrong) or "equal", file=sys.stderr)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
