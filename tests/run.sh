#!/usr/bin/env bash
# Makes its own environment, gets a Chromium, then runs linters, type checkers and every test;
# with arguments, of the Python tests those that they name.
set -euo pipefail
cd "$(dirname "$0")/.."
export PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1 NODE_NO_WARNINGS=1

venv=${PLAYGROUND_TEST_VENV:-.venv-tests}
typescript=7.0.2
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/pip" install --quiet -r tests/requirements.txt
PATH="$(cd "$venv/bin" && pwd):$PATH"
tsc="$venv/js/node_modules/.bin/tsc"
[ "$("$tsc" --version 2>/dev/null)" = "Version $typescript" ] ||
  npm install --silent --no-audit --no-fund --prefix "$venv/js" "typescript@$typescript"

if ! command -v chromium >/dev/null; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null
  else
    playwright install chromium
  fi
fi

ruff check .
ruff format --check .
mypy
biome ci --indent-style=space --indent-width=2 --line-width=100 \
  playground/browser playground/views tests/js tests/browser
"$tsc" -p playground/browser/tsconfig.json
node --test "tests/js/*.test.mjs"
python -m pytest --numprocesses=2 --dist=loadfile --no-loadscope-reorder "$@"
