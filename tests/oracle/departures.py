#!/usr/bin/env python3
"""Who left and what became of everything they held (T-7), from the JSON alone: the second opinion beside truth.json.

    departures.py REPOSITORY --truth truth.json

Compares with the truth, looks that nothing is left in a leaver's hands, and ends with 1 if anything differs.
Python's library only.
"""
import argparse, datetime as dt, json, pathlib, sys

CST = dt.timezone(dt.timedelta(hours=8))
at = dt.datetime.fromisoformat


def records(repo, kind):
    return [json.loads(path.read_text("utf-8")) for path in sorted(pathlib.Path(repo, "records", kind).rglob("*.json"))]


def on_duty_after(rosters, who, gone):
    """Watches of the plan that still name somebody after the last day and that no change takes over from then on."""
    left = []
    for roster in rosters:
        groups = {group["name"]: group["members"] for group in roster["plan"]["groups"]}
        changes = [(at(c["starts_at"]), at(c["ends_at"]), c["members"]) for c in roster.get("changes", [])]
        for shift in roster["plan"]["shifts"]:
            starts, ends = max(at(shift["starts_at"]), gone), at(shift["ends_at"])
            if ends <= gone or who not in groups[shift["group"]]:
                continue
            covered = any(s <= starts and ends <= e and who not in members for s, e, members in changes)
            left += [] if covered else [shift["starts_at"]]
        left += [c["starts_at"] for c in roster.get("changes", []) if at(c["ends_at"]) > gone and who in c["members"]]
    return left


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("repository")
    parser.add_argument("--truth", required=True)
    args = parser.parse_args()
    truth = json.loads(pathlib.Path(args.truth).read_text("utf-8"))["departures"]
    books = {book["id"]: book for book in records(args.repository, "book")}
    tickets = {ticket["id"]: ticket for ticket in records(args.repository, "ticket")}
    rosters = [roster for roster in records(args.repository, "duty-roster") if roster["state"] == "published"]
    found, wrong = [], []
    for person in records(args.repository, "staff"):
        if "left_on" not in person:
            continue
        who, last = person["id"], dt.date.fromisoformat(person["left_on"])
        gone = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), CST)
        for book in person["books"]:
            if books[book]["state"] != "settled" or at(books[book]["settlement"]["at"]) >= gone:
                wrong.append(f"{who} kept {book}")
        back = [books[book] for book in person["books"] if books[book].get("settlement", {}).get("reason") == "leave"]
        for book in back:
            settled = book["settlement"]
            handed_on = {}
            for number in settled["transferred"]:
                spare = tickets[number]["transfer"]["to"]
                if tickets[spare]["transferred_from"] != number:
                    wrong.append(f"{spare} does not know {number}")
                # What somebody else opened is what the leaver could not finish.
                if tickets[spare]["report"]["opened_by"] != who:
                    handed_on[number] = spare
                    if tickets[spare]["state"] != "completed":
                        wrong.append(f"{spare} was never finished")
            if settled["void_handed"] != settled["void"]:
                wrong.append(f"void tickets of {book['id']} were not handed in")
            used = settled["completed"] + settled["void"] + settled["transferred"]
            if any(number in tickets for number in settled["unused"]) or len(used + settled["unused"]) != book["count"]:
                wrong.append(f"{book['id']} does not add up")
            found.append({
                "person": who, "left_on": person["left_on"], "book": book["id"], "handed_on": handed_on,
                "void": settled["void"], "unused": settled["unused"],
            })
        open_ones = [t["id"] for t in tickets.values() if t["state"] == "open" and t["report"]["opened_by"] == who]
        wrong += [f"{who} left {number} open" for number in open_ones]
        wrong += [f"{who} is on duty from {start} on" for start in on_duty_after(rosters, who, gone)]
    if found != truth:
        wrong.append(f"found {found}, truth {truth}")
    print("\n".join(wrong) if wrong else "equal", file=sys.stderr)
    return 1 if wrong else 0


sys.exit(main())
