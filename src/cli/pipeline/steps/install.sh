version=$(git -C "$RECORDS" show "${BASE:-$HEAD}:.weibao-version")
[[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]]
mkdir -p "$WORK/program/bin"
export PATH="$WORK/program/bin:$PATH"
if [ "$(weibao --version 2>/dev/null || true)" != "weibao $version" ]; then
  if [ -z "${WEIBAO_URL:-}" ] || [ -z "${WEIBAO_SHA256:-}" ]; then
    echo "没有 weibao $version：请在平台上设变量 WEIBAO_URL（.tar.gz 的地址）和 WEIBAO_SHA256，或在运行器上装好这一版" >&2
    echo "there is no weibao $version here: set the forge's variables WEIBAO_URL (a .tar.gz that holds weibao and weibao-report) and WEIBAO_SHA256, or install that version on the runner" >&2
    exit 2
  fi
  curl -fsSL --proto '=https' --max-time 300 -o "$WORK/program/archive" "$WEIBAO_URL"
  printf '%s  %s\n' "$WEIBAO_SHA256" "$WORK/program/archive" | sha256sum -c - >/dev/null
  tar -xzf "$WORK/program/archive" -C "$WORK/program/bin" weibao weibao-report
  if [ "$(weibao --version 2>/dev/null || true)" != "weibao $version" ]; then
    echo "WEIBAO_URL 给出的不是 weibao $version，而基准分支的 .weibao-version 要这一版" >&2
    echo "WEIBAO_URL does not hold weibao $version, which the base's .weibao-version names" >&2
    exit 2
  fi
fi
