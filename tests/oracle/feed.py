#!/usr/bin/env python3
"""Reads a calendar feed with a reader that is not ours and prints what a phone would see, as JSON.

The feed comes on standard input. Every fault that the reader notices ends the run with exit code 1.
"""

import json
import sys

import icalendar


def main():
    raw = sys.stdin.buffer.read()
    faults = []
    for number, line in enumerate(raw.split(b"\r\n"), 1):
        if len(line) > 75:
            faults.append(f"line {number} has {len(line)} octets")
        if b"\n" in line or b"\r" in line:
            faults.append(f"line {number} has a line end of its own")
        line.decode("utf-8")
    calendar = icalendar.Calendar.from_ical(raw)
    zones = [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")]
    events = []
    for component in calendar.walk():
        for name, fault in component.errors:
            faults.append(f"{component.name}: {name}: {fault}")
    for event in calendar.walk("VEVENT"):
        start, end = event.decoded("DTSTART"), event.decoded("DTEND")
        zone = event["DTSTART"].params.get("TZID")
        if zone and zone not in zones:
            faults.append(f"{event['UID']}: no block for the time zone {zone}")
        if not start < end:
            faults.append(f"{event['UID']}: ends at {end}, not after {start}")
        events.append(
            {
                "uid": str(event["UID"]),
                "summary": str(event["SUMMARY"]),
                "description": str(event["DESCRIPTION"]),
                "stamp": event.decoded("DTSTAMP").isoformat(),
                "start": start.isoformat(),
                "end": end.isoformat(),
                "alarms": len(event.walk("VALARM")),
            }
        )
    for fault in faults:
        print(fault, file=sys.stderr)
    json.dump({"zones": zones, "events": events}, sys.stdout)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
