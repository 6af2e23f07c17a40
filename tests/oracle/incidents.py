#!/usr/bin/env python3
"""Clocks and calls of emergencies from `git log` and the JSON alone, with nothing of weibao's own code: the second opinion.

    incidents.py REPOSITORY --report report.json [--truth truth.json] [--as-of 2026-06-30T20:00:00+08:00]

Compares every clock, month, incident and miss with the report, and the clocks with the storyteller's truth; says "equal",
or what differs and ends with 1. Policies are the defaults: five minutes to inform the company, a report a day, a final
report within seven days, thirty minutes for an entry. An entry that came into the repository before it says that it was
written is told too. Python's library only.
"""
import argparse, datetime as dt, json, sys
from collections import Counter, defaultdict
from callbacks import CST, arrivals, at, day, records

MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)
POSTS = ("general_manager", "deputy_general_manager", "chief_engineer", "engineering_manager", "project_manager")
COUNTS = ("in_time", "late", "missing")
SUMS = COUNTS + ("not_yet_due",)


def courses(entries):
    """Entries by incident in the order of events, and which of them a later one corrects."""
    by_incident = defaultdict(list)
    for entry in entries.values():
        by_incident[entry["incident"]].append(entry)
    for course in by_incident.values():
        course.sort(key=lambda it: (at(it["at"]), at(it["recorded_at"]), it["id"]))
    return by_incident, {entry["corrects"]["entry"] for entry in entries.values() if "corrects" in entry}


def clocks(incident, valid, as_of):
    """(clock, record, since when, deadline, entry that stops it) of every clock that began to run."""
    id, received = incident["id"], at(incident["intake"]["received_at"])
    ended = "ended" in incident and at(incident["ended"]["at"])
    of = lambda what: [entry for entry in valid if entry["what"] == what]
    first = lambda found: next(iter(found), None)
    yield "incident_company_informed", id, received, received + 5 * MINUTE, first(of("company_informed"))
    heads = {}
    for entry in of("head_notified"):
        heads.setdefault(entry["head_notified"]["person"], entry)
    for person, entry in heads.items():
        there = first(it for it in of("head_arrived") if it["head_arrived"]["person"] == person)
        yield "incident_head_arrival", entry["id"], at(entry["at"]), at(entry["at"]) + 20 * MINUTE, there
    yield "incident_gm_report", id, received, received + 4 * HOUR, first(of("gm_report"))
    period = received
    while period + 24 * HOUR < ended if ended else period <= as_of:
        reports = (it for it in of("report") if at(it["at"]) > period or period == received)
        yield "incident_progress_report", id, period, period + 24 * HOUR, first(reports)
        period += 24 * HOUR
    if ended:
        final = (it for it in of("report") if it["report"]["kind"] == "final" and at(it["at"]) >= ended)
        yield "incident_final_report", id, ended, ended + 7 * 24 * HOUR, first(final)


def standing(deadline, entry, as_of):
    if entry and at(entry["at"]) <= as_of:
        return "in_time" if at(entry["at"]) <= deadline else "late"
    return "missing" if deadline < as_of else "not_yet_due"


def called(staff, valid, received):
    """Posts answered of those to be phoned; where there are several deputies, each of them."""
    today = received.astimezone(CST).date()
    holds = lambda it: any(role["role"] == "deputy_general_manager" and day(role["from"]) <= today
                           and ("to" not in role or today <= day(role["to"])) for role in it["roles"])
    deputies = sorted(key for key, it in staff.items() if holds(it))
    wanted = [(post, None) for post in POSTS if post != POSTS[1] or len(deputies) < 2]
    wanted += [(POSTS[1], who) for who in deputies if len(deputies) > 1]
    done = 0
    for post, who in wanted:
        calls = [it["call"] for it in valid if it["what"] == "call" and it["call"]["role"] == post]
        calls = [call for call in calls if who is None or call["person"] == who]
        done += bool(calls) and not (calls[-1]["result"] == "not_reached" and calls[-1]["reason"] == "无")
    return {"done": done, "due": len(wanted)}


def line(incident, course, corrected, staff):
    """The row of one incident, without its clocks."""
    intake, valid = incident["intake"], [entry for entry in course if entry["id"] not in corrected]
    received = at(intake["received_at"])
    of = lambda what: [entry for entry in valid if entry["what"] == what]
    told = {entry["conveyed"]["instruction"] for entry in of("conveyed")}

    def minutes(since, what):
        found = of(what)
        return int((at(found[0]["at"]) - since).total_seconds() // 60) if found and since else None

    return {
        "state": incident["state"], "received_by": intake["received_by"],
        "informed_minutes": minutes(received, "company_informed"), "gm_minutes": minutes(received, "gm_report"),
        "gm_minutes_from_event": minutes(intake["occurred_at"] != "已问不详" and at(intake["occurred_at"]), "gm_report"),
        "posts": called(staff, valid, received),
        "conveyed": {"done": sum(entry["id"] in told for entry in of("instruction")), "due": len(of("instruction"))},
        "reports": len(of("report")), "entries": len(course),
        "entered_late": sum(at(entry["recorded_at"]) > at(entry["at"]) + 30 * MINUTE for entry in course),
        "corrected": sum(entry["id"] in corrected for entry in course),
    }


def count(kinds, as_of):
    """Sums by clock, by month and by incident; rows; misses; incidents that had been reported by then."""
    by_incident, corrected = courses(kinds["incident-entry"])
    groups, rows, misses = defaultdict(Counter), {}, set()
    for id, incident in kinds["incident"].items():
        received = at(incident["intake"]["received_at"])
        if received > as_of:
            continue
        valid = [entry for entry in by_incident[id] if entry["id"] not in corrected]
        for clock, record, since, deadline, entry in clocks(incident, valid, as_of):
            if since > as_of:
                continue
            how = standing(deadline, entry, as_of)
            month = received.astimezone(CST).strftime("%Y-%m")
            for group in (("total",), ("by_clock", clock), ("by_month", month), ("incident", id), ("told", id, clock)):
                groups[group][how] += 1
            if how in ("late", "missing"):
                misses.add((id, clock, record, how, deadline))
        rows[id] = line(incident, by_incident[id], corrected, kinds["staff"])
    return groups, rows, misses


def against_report(report, groups, rows, misses):
    def same(who, mine, theirs):
        return [] if mine == theirs else [f"{who}: counted {mine}, report {theirs}"]

    sums = lambda row: {name: row[name] for name in SUMS}
    mine = lambda group: {name: groups[group][name] for name in SUMS}
    differ = same("total", mine(("total",)), sums(report["total"][0]))
    for table, column in (("by_clock", "clock"), ("by_month", "month")):
        names = {group[1] for group in groups if group[0] == table}
        differ += same(table, {name: mine((table, name)) for name in names}, {row[column]: sums(row) for row in report[table]})
    differ += same("incidents", set(rows), {row["incident"] for row in report["incidents_by_report"]})
    for row in report["incidents_by_report"]:
        counted, group = rows.get(row["incident"], {}), groups[("incident", row["incident"])]
        rate = {"done": group["in_time"], "due": sum(group[name] for name in COUNTS)}
        differ += same(f"{row['incident']} rate", rate, {name: row["rate"][name] for name in rate})
        for name, value in counted.items():
            theirs = {part: row[name][part] for part in value} if isinstance(value, dict) else row[name]
            differ += same(f"{row['incident']} {name}", value, theirs)
    named = {(m["incident"], m["clock"], m["record"], m["standing"], at(m["deadline"])) for m in report["misses"]}
    return differ + same("misses", sorted(misses), sorted(named))


def against_truth(truth, groups):
    told = {("told", one["incident"], clock): {name: sums[name] for name in COUNTS}
            for one in truth["emergencies"] for clock, sums in one["clocks"].items()}
    counted = {group: {name: sums[name] for name in COUNTS} for group, sums in list(groups.items()) if group[0] == "told"}
    nothing = dict.fromkeys(COUNTS, 0)
    return [f"{' '.join(group[1:])}: counted {counted.get(group, nothing)}, truth {told.get(group, nothing)}"
            for group in sorted(set(told) | set(counted)) if counted.get(group, nothing) != told.get(group, nothing)]


def before_written(repo, entries):
    """Entries whose commit is older than the moment at which they say they were written down."""
    first = arrivals(repo)
    early = (key for key, it in entries.items() if first["incident-entry", key] < at(it["recorded_at"]).replace(second=0))
    return [f"{key} was committed before it was written" for key in early]


def main():
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("repository")
    ask.add_argument("--report", required=True)
    ask.add_argument("--truth")
    ask.add_argument("--as-of")
    given = ask.parse_args()
    report = json.load(open(given.report, encoding="utf-8"))
    truth = json.load(open(given.truth, encoding="utf-8")) if given.truth else None
    as_of, kinds = at(given.as_of or truth["as_of"]), records(given.repository)
    groups, rows, misses = count(kinds, as_of)
    differ = against_report(report, groups, rows, misses)
    differ += against_truth(truth, groups) + before_written(given.repository, kinds["incident-entry"]) if truth else []
    print("\n".join(differ) or "equal", file=sys.stderr)
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
