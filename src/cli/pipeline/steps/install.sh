version=$(git -C "$RECORDS" show "${BASE:-$HEAD}:.weibao-version")
[[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]]
mkdir -p "$WORK/program/bin"
export PATH="$WORK/program/bin:$PATH"
if [ "$(weibao --version 2>/dev/null || true)" != "weibao $version" ]; then
  if [ -n "${WEIBAO_URL:-}" ]; then
    curl -fsSL --proto '=https' --max-time 300 -o "$WORK/program/archive" "$WEIBAO_URL"
    printf '%s  %s\n' "$WEIBAO_SHA256" "$WORK/program/archive" | sha256sum -c -
    tar -xzf "$WORK/program/archive" -C "$WORK/program/bin" weibao weibao-report
  else
    (cd "$WORK/program" && cargo install --locked --quiet --root "$WORK/program" --version "=$version" weibao)
  fi
fi
