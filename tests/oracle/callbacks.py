#!/usr/bin/env python3
"""Callback rates from `git log` and the JSON alone, with nothing of weibao's own code: the second opinion.

    callbacks.py REPOSITORY [--truth truth.json] [--report report.json] [--as-of 2026-06-30T20:00:00+08:00]

Prints the figures; with a truth or a report, compares and ends with 1 if anything differs. Python's library only.
"""
import argparse, calendar, datetime as dt, json, subprocess, sys
from collections import Counter, defaultdict

CST = dt.timezone(dt.timedelta(hours=8))
at = dt.datetime.fromisoformat
day = dt.date.fromisoformat
midnight = lambda d: dt.datetime.combine(d, dt.time(), CST)
HOURS24 = dt.timedelta(hours=24)
FIGURES = ("in_time", "late", "unreachable", "missing", "excused", "recorded")
GROUPS = ("by_stage", "by_month", "by_person", "by_client")
REPORTED = {"total": ("total", []), "by_stage": ("by_stage", ["kind", "stage"]), "by_month": ("by_month", ["month"]),
            "by_person": ("by_responsible", ["responsible"]), "by_client": ("by_client", ["client"])}


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


def arrivals(repo):
    """When the commit that first brought each record was made."""
    first, when = {}, None
    for line in git(repo, "log", "--reverse", "--no-renames", "--diff-filter=A", "--name-only", "--format=@%cI", "HEAD", "--", "records").decode().split("\n"):
        if line.startswith("@"):
            when = at(line[1:])
        elif line.endswith(".json"):
            first.setdefault(tuple([line.split("/")[1], line.rsplit("/", 1)[1][:-5]]), when)
    return first


def plus_months(d, n):
    year, month = d.year + (d.month - 1 + n) // 12, (d.month - 1 + n) % 12 + 1
    return dt.date(year, month, min(d.day, calendar.monthrange(year, month)[1]))


def obligations(kinds, as_of):
    """(kind, key, stage, client, person, opens, due day, deadline) of every callback that the records make due."""
    off = {d for year in kinds["calendar"].values() for d in year["off_weekdays"]}
    on = {d for year in kinds["calendar"].values() for d in year["working_weekend_days"]}

    def rolled(d):
        while (d.isoformat() not in on) if d.weekday() >= 5 else (d.isoformat() in off):
            d += dt.timedelta(1)
        return d

    def within(periods, d):
        return any(day(p["from"]) <= d and ("to" not in p or d <= day(p["to"])) for p in periods)

    for key, form in kinds["install"].items():
        if form["purpose"] != "install" or form["state"] != "confirmed":
            continue
        site, done = kinds["site"][form["site"]], at(form["confirmation"]["at"])
        base, who = done.astimezone(CST).date(), (form["client"], site["callback_by"])
        yield ("phone-callback", key + ".install_day", "install_day", *who, done, base, midnight(base) + HOURS24)
        for n in (1, 6, 12):
            due = plus_months(base, n)
            if n != 6 or within(site["important"], due):
                yield ("phone-callback", f"{key}.month_{n}", f"month_{n}", *who, midnight(due) - 7 * HOURS24, rolled(due), midnight(rolled(due)) + HOURS24)
        for n in range(3, 120, 3):
            due = plus_months(base, n)
            if midnight(due) <= as_of and (n in (6, 12) or within(site["service"], due)):
                yield ("onsite-callback", f"{key}.month_{n}", f"month_{n}", *who, midnight(due), rolled(due), midnight(rolled(due)) + 2 * HOURS24)
    for key, form in kinds["ticket"].items():
        if form["state"] == "completed" and form["report"]["service"] == "repair":
            done = at(form["work"]["restored_at"])
            site = kinds["site"][form["report"]["site"]]
            yield ("phone-callback", key + ".post_repair", "post_repair", form["report"]["client"], site["callback_by"], done, (done + HOURS24).astimezone(CST).date(), done + HOURS24)
    for kind, stage in (("phone-callback", "after_call"), ("onsite-callback", "after_visit")):
        for key, form in kinds[kind].items():
            if "key_registration" in form:
                done = at(form["key_registration"]["at"])
                yield ("onsite-callback", f"{key}.{stage}", stage, form["client"], form["key_registration"]["reported_to"], done, (done + HOURS24).astimezone(CST).date(), done + HOURS24)


def count(repo, as_of):
    kinds, first = records(repo), arrivals(repo)
    groups, misses = defaultdict(Counter), []
    for kind, key, stage, client, person, opens, due, deadline in obligations(kinds, as_of):
        form = kinds[kind].get(key, {})
        part = form.get("call" if kind == "phone-callback" else "visit") if form.get("state") == "done" else None
        done = part and at(part["at" if kind == "phone-callback" else "arrived_at"])
        if done and opens <= done <= min(deadline, as_of):
            standing = "in_time"
        elif done and deadline < done <= as_of:
            standing = "late"
        elif as_of <= deadline:
            continue
        else:
            standing = "unreachable" if form.get("state") == "unreachable" else "missing"
        recorded = standing == "in_time" and first[kind, key] <= deadline
        if not recorded:
            excused = "_excused" if standing == "unreachable" and "excuse" in form else ""
            misses.append([standing + excused if standing != "in_time" else "late_entry", f"{kind} {key}"])
        for group in ("total", f"by_stage/{kind} {stage}", f"by_month/{due:%Y-%m}", f"by_person/{person}", f"by_client/{client}"):
            groups[group].update({standing: 1, "recorded": int(recorded), "excused": int(standing == "unreachable" and "excuse" in form)})
    return groups, sorted(misses)


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument("repository")
    for option in ("--truth", "--report", "--as-of"):
        ask.add_argument(option)
    given = ask.parse_args()
    truth = json.load(open(given.truth, encoding="utf-8")) if given.truth else None
    report = json.load(open(given.report, encoding="utf-8")) if given.report else None
    as_of = at(given.as_of or (truth or report)["as_of"])
    groups, misses = count(given.repository, as_of)
    for group, figures in sorted(groups.items()):
        print(f"{figures['in_time']}/{sum(n for what, n in figures.items() if what not in ('recorded', 'excused'))} {group} {dict(sorted(figures.items()))}")
    told = []
    if truth:
        figures = {"total": truth["callbacks"]["total"]} | {f"{by}/{name}": one for by in GROUPS for name, one in truth["callbacks"][by].items()}
        told.append(("truth", figures, [[one["what"], one["record"]] for one in truth["planted"]]))
    if report:
        figures = {"/".join(filter(None, [group, " ".join(row[name] for name in names)])): dict(row, recorded=row["recorded"]["done"])
                   for group, (rows, names) in REPORTED.items() for row in report[rows] if row["claimed"]["due"]}
        told.append(("report", figures, [["late_entry" if row["standing"] == "in_time" else row["standing"], f"{row['kind']} {row['callback']}"]
                                         for row in report["misses"] + report["recorded_late"]]))
    differ = []
    for who, figures, faults in told:
        for group in sorted({*groups, *figures}):
            here, there = ({name: one.get(name, 0) for name in FIGURES} for one in (groups.get(group, {}), figures.get(group, {})))
            differ += [f"{group}: counted {here}, {who} {there}"] if here != there else []
        differ += [f"found, not in {who}: {one}" for one in misses if one not in faults] + [f"in {who}, not found: {one}" for one in faults if one not in misses]
    print("\n".join(differ) or "equal" if truth or report else "", file=sys.stderr)
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
