cd "$RECORDS"
code=0
weibao check --all --history --format "$WEIBAO_FORMAT" || code=$?
for report in callbacks books maintenance incidents duty leave tickets parts signatures entries trend; do
  weibao-report "$report" --format markdown >"$REPORT/$report.md" || [ $? = 1 ] || code=2
done
weibao due --days 14 --markdown >"$REPORT/due.md" || code=2
