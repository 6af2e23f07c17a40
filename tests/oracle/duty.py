#!/usr/bin/env python3
"""Seconds with somebody on duty, and balances of rest, from the JSON at HEAD alone, with nothing of weibao's own code.

    duty.py REPOSITORY --truth truth.json --duty duty.json --leave leave.json

Compares with the storyteller's truth and with both reports; ends with 1 if anything differs. Python's library only.
"""
import argparse, datetime as dt, json, sys
from collections import Counter, defaultdict
from callbacks import CST, at, records


def last(signatures, as_of):
    """Whether everybody who signed had signed by a moment."""
    return bool(signatures) and max(at(one["at"]) for one in signatures) <= as_of


def cover(rosters, as_of):
    """Seconds covered, seconds in all: the union of shifts and changes from the first month until the moment."""
    published = [one for one in rosters.values() if one["state"] == "published" and last(one["plan"]["signatures"], as_of)]
    begins = dt.datetime.fromisoformat(min(one["id"] for one in published) + "-01").replace(tzinfo=CST)
    spans = sorted((at(one["starts_at"]), at(one["ends_at"])) for it in published for one in it["plan"]["shifts"] + it["changes"])
    covered, reached = dt.timedelta(), begins
    for start, end in spans:
        start, end = max(start, reached), min(end, as_of)
        if start < end:
            covered, reached = covered + (end - start), end
    return {"done": int(covered.total_seconds()), "due": int((as_of - begins).total_seconds())}


def balances(credits, uses, as_of):
    """Minutes earned by kind, taken and left, and those for which pay is due, by person."""
    people = defaultdict(Counter)
    for one in credits.values():
        if one["state"] == "confirmed" and last(one["work"]["signatures"], as_of):
            minutes = round((at(one["work"]["to"]) - at(one["work"]["from"])).total_seconds()) // 60
            people[one["person"]] += Counter({one["work"]["day_kind"]: minutes, "earned": minutes, "balance": minutes})
            people[one["person"]]["pay_due"] += minutes if one["work"]["pay_due"] else 0
    for one in uses.values():
        if one["state"] != "rejected":
            people[one["person"]].update(used=one["rest"]["minutes"])
            people[one["person"]].subtract(balance=one["rest"]["minutes"])
    return people


def main():
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("repository")
    for option in ("--truth", "--duty", "--leave"):
        ask.add_argument(option, required=True)
    given = ask.parse_args()
    truth, duty, leave = (json.load(open(path, encoding="utf-8")) for path in (given.truth, given.duty, given.leave))
    as_of, found = at(truth["as_of"]), records(given.repository)
    seconds = cover(found["duty-roster"], as_of)
    people = balances(found["rest-credit"], found["rest-use"], as_of)
    told = {"done": truth["duty"]["covered_seconds"], "due": truth["duty"]["period_seconds"]}
    differ = [f"cover: counted {seconds}, {who} {other}" for who, other in (("truth", told), ("report", duty["total"][0]["covered"])) if seconds != other]
    for row in leave["people"]:
        mine = people.pop(row["person"], Counter())
        for name in ("rest_day", "adjusted_off", "statutory_holiday", "weekday_after_hours", "earned", "used", "balance", "pay_due"):
            differ += [f"{row['person']} {name}: counted {mine[name]}, report {row[name]}"] if mine[name] != row[name] else []
        account = truth["leave"][row["person"]]
        for name in ("used", "balance", "pay_due"):
            differ += [f"{row['person']} {name}: counted {mine[name]}, truth {account[name]}"] if mine[name] != account[name] else []
    differ += [f"{who} is in no report" for who, sums in people.items() if +sums]
    print("\n".join(differ) or "equal", file=sys.stderr)
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
