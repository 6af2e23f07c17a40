[[ $HEAD =~ ^[0-9a-f]{40,64}$ ]]
if [ -n "$REQUEST" ]; then
  BASE=$(git -C "$RECORDS" merge-base "refs/heads/$WEIBAO_BRANCH" "$HEAD")
elif git -C "$RECORDS" cat-file -e "$BEFORE^{commit}" 2>/dev/null; then
  BASE=$(git -C "$RECORDS" rev-parse "$BEFORE^{commit}")
else
  BASE= # the first push
fi
