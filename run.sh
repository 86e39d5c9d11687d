#!/bin/sh
# The two commands of the project: ./run.sh demo and ./run.sh test. Plain POSIX shell; nothing has to be installed first
# but a Debian (or another system with the same libraries). What is missing is installed, or told in one line.
set -eu
cd "$(dirname "$0")"

LIBRARIES="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
# The browser without its window: the same engine for half the processor time. libatomic1 is for the driver of its tests.
TEST_PROGRAMS="chromium-headless-shell libatomic1 postgresql poppler-utils"
VENV=.venv
STAMP=$VENV/synced
failed=

say() { printf '%s\n' "$*"; }

stop() {
  printf '%s\n' "$*" >&2
  exit 1
}

help() {
  cat <<'TEXT'
./run.sh demo            startar portalen med exempeldata på http://127.0.0.1:8000 (annan port: PORT=8001 ./run.sh demo)
./run.sh test            kör all kontroll: kodstil, typer, mallar, tester på SQLite och PostgreSQL, webbläsare och PDF
./run.sh test ARGUMENT   kör bara pytest, med argumenten, till exempel: ./run.sh test tests/indicators -k avrundning
./run.sh help            visar den här texten

Första gången installeras det som saknas: Debians paket (som root eller med sudo) och Pythons, i mappen .venv.
Demons databas ligger i mappen var. Ta bort den för att börja om.
TEXT
}

# --- What the system must have

# A Python that is new enough and can make virtual environments.
find_python() {
  for candidate in "${PYTHON:-}" python3 /usr/bin/python3 python3.14 python3.13 python3.12 python3.11; do
    [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 || continue
    if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      say "$candidate"
      return
    fi
  done
}

is_installed() { [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

missing_packages() {
  [ -n "$(find_python)" ] || printf 'python3-venv '
  for package in "$@"; do
    is_installed "$package" || printf '%s ' "$package"
  done
}

# The packages in one go; the list of packages is fetched only where it is missing or too old.
apt_install() {
  $1 env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null 2>&1 && return
  $1 apt-get update -qq
  $1 env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
}

system_packages() {
  if ! command -v dpkg-query >/dev/null 2>&1; then
    say "Systemet är inte Debian. Se till att Python 3.11 eller nyare och motsvarigheten till detta finns: $*"
    return
  fi
  missing=$(missing_packages "$@")
  [ -n "$missing" ] || return 0
  say "Installerar det som saknas: $missing"
  if [ "$(id -u)" = 0 ]; then
    apt_install ""
  elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    apt_install sudo
  else
    stop "Kör först som root: apt-get update && apt-get install -y --no-install-recommends $missing"
  fi
}

# --- Python's packages

python_environment() { # run | test
  if ! "$VENV/bin/python" -c '' 2>/dev/null; then
    python=$(find_python)
    [ -n "$python" ] || stop "Python 3.11 eller nyare med modulen venv saknas. Ange en med PYTHON=/sökväg/python3 ./run.sh …"
    say "Skapar Pythonmiljön i $VENV …"
    "$python" -m venv --clear "$VENV"
  fi
  [ -x "$VENV/bin/uv" ] || "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check uv
  sync_packages "$1"
}

# What was synced for the tests holds all that the demo needs and is never reduced to it.
sync_packages() {
  wanted=$1
  case "$(cat "$STAMP" 2>/dev/null)" in test*) wanted=test ;; esac
  if [ "$wanted" = test ]; then file=requirements.txt; else file=requirements-run.txt; fi
  state="$wanted $(cksum <"$file")"
  [ "$state" != "$(cat "$STAMP" 2>/dev/null)" ] || return 0
  say "Installerar Pythons paket enligt $file …"
  # A municipality's network often signs its traffic with a certificate of its own, which the system knows.
  [ ! -e /etc/ssl/certs/ca-certificates.crt ] || export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-1}"
  "$VENV/bin/uv" pip sync --quiet --python "$VENV/bin/python" --require-hashes "$file"
  say "$state" >"$STAMP"
}

# --- demo

demo() {
  # shellcheck disable=SC2086 # a list of words
  system_packages $LIBRARIES
  python_environment run
  exec "$VENV/bin/python" manage.py start_demo
}

# --- test

stage() { # name, command …: runs it, tells how long it took, remembers a failure and goes on
  name=$1
  shift
  printf '\n=== %s\n' "$name"
  began=$(date +%s)
  if "$@"; then outcome=klart; else
    outcome=FEL
    failed="$failed
  $name"
  fi
  printf '=== %s: %s på %s s\n' "$name" "$outcome" "$(($(date +%s) - began))"
}

# A PostgreSQL of our own: in a temporary folder, on a socket only, run by an ordinary user, gone afterwards. What makes
# it safe against a power cut, or tidies up behind its back, is turned off: it lives for minutes, and tests analyse.
POSTGRES_SETTINGS="-c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c jit=off
  -c autovacuum=off -c wal_level=minimal -c max_wal_senders=0 -c max_wal_size=4GB -c shared_buffers=256MB"
cluster=
as_postgres() {
  if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

postgres_programs() {
  for folder in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5 -rn) "$(pg_config --bindir 2>/dev/null || true)"; do
    if [ -x "$folder/initdb" ]; then
      say "$folder"
      return
    fi
  done
}

start_postgres() {
  programs=$(postgres_programs)
  [ -n "$programs" ] || { say "PostgreSQL:s program hittades inte (initdb)."; return 1; }
  cluster=$(mktemp -d -t portal-pg.XXXXXX)
  [ "$(id -u)" != 0 ] || chown postgres "$cluster"
  ( cd "$cluster" && as_postgres "$programs/initdb" -D "$cluster/data" -U portal -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$cluster.log" 2>&1 &&
    as_postgres "$programs/pg_ctl" -D "$cluster/data" -l "$cluster/log" -w -o \
      "-k $cluster $(echo $POSTGRES_SETTINGS)" start >>"$cluster.log" 2>&1 ) ||
    { cat "$cluster.log"; return 1; }
}

stop_postgres() {
  [ -n "$cluster" ] || return 0
  ( cd / && as_postgres "$programs/pg_ctl" -D "$cluster/data" -m immediate stop ) >/dev/null 2>&1 || true
  rm -rf "$cluster" "$cluster.log"
  cluster=
}

pytest() { "$VENV/bin/python" -m pytest "$@"; }

pytest_on_postgres() {
  start_postgres || return 1
  if DATABASE_URL="postgres://portal@/portal?host=$cluster" "$VENV/bin/python" -m pytest -n 2 --dist loadfile -m "database and not browser and not pdf"; then
    stop_postgres
  else
    stop_postgres
    return 1
  fi
}

everything() {
  trap stop_postgres EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  # The checks say the same wherever they run.
  unset DATABASE_URL
  stage "Kodstil (ruff)" "$VENV/bin/ruff" check --quiet .
  stage "Format (ruff)" "$VENV/bin/ruff" format --check --quiet .
  stage "Typer (mypy)" "$VENV/bin/mypy"
  stage "Mallar (djlint)" "$VENV/bin/djlint" --lint --quiet templates
  stage "Tester på SQLite" pytest -n 2 --dist loadfile -m "not browser and not pdf"
  stage "Tester på PostgreSQL" pytest_on_postgres
  stage "Webbläsare och PDF" pytest -n 3 --dist loadfile --no-loadscope-reorder -m "browser or pdf"
  [ -z "$failed" ] || stop "
Inte godkänt:$failed"
  say "
Allt godkänt."
}

run_tests() {
  # shellcheck disable=SC2086 # lists of words
  system_packages $LIBRARIES $TEST_PROGRAMS
  python_environment test
  unset PORTAL_MODE PORTAL_TODAY PORTAL_DEBUG SECRET_KEY ALLOWED_HOSTS PORTAL_BEHIND_PROXY PORTAL_LOG_LEVEL
  if [ $# -gt 0 ]; then pytest "$@"; else everything; fi
}

command=${1:-help}
[ $# -eq 0 ] || shift
case "$command" in
  demo) demo ;;
  test) run_tests "$@" ;;
  help | -h | --help) help ;;
  *)
    help >&2
    stop "
Kommandot ”$command” finns inte. Det här finns: demo, test, help."
    ;;
esac
