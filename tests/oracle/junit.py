"""Reads a JUnit report from standard input with junitparser and prints what it saw as JSON."""

import json
import sys

from junitparser import Failure, JUnitXml

report = JUnitXml.fromstring(sys.stdin.buffer.read())
cases = []
for suite in report:
    for case in suite:
        failed = [one.text for one in case.result if isinstance(one, Failure)]
        cases.append({"name": case.name, "class": case.classname, "failed": failed})
json.dump({"tests": report.tests, "failures": report.failures, "errors": report.errors, "cases": cases}, sys.stdout)
