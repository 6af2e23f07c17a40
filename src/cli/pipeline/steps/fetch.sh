mkdir -p "$REPORT"
git init -q --bare -b "$WEIBAO_BRANCH" "$RECORDS"
git -C "$RECORDS" fetch -q --no-tags "$REMOTE" \
  "+refs/heads/$WEIBAO_BRANCH:refs/heads/$WEIBAO_BRANCH" '+refs/weibao/*:refs/weibao/*' \
  ${REQUEST:+"+$REQUEST:refs/request"}
