cd "$RECORDS"
range=${BASE:+$BASE..}$HEAD
code=0
weibao check --approvals "$range" --format "$WEIBAO_FORMAT" || code=$?
weibao check --approvals "$range" --format sarif >"$REPORT/records.sarif" || true
weibao check --approvals "$range" --format junit >"$REPORT/junit.xml" || true
weibao check --approvals "$range" --format gitlab >"$REPORT/codequality.json" || true
weibao review "$range" --format markdown >"$REPORT/review.md" || true
