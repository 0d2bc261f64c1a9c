#!/usr/bin/env bash
# Makes .venv from requirements.lock (and requirements-$EXTRAS.lock), every file checked against its hash: with uv where it is there, else
# with venv and pip.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
extras=${EXTRAS:-}
locks=(requirements.lock)

command -v "$python" >/dev/null || { echo "setup: no '$python' here; install Python 3.11 or newer, or name one: make PYTHON=/path/to/python3" >&2; exit 1; }
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
  { echo "setup: '$python' is $("$python" --version 2>&1); Broadsheet needs 3.11 or newer: make PYTHON=/path/to/python3" >&2; exit 1; }

if [ -n "$extras" ]; then
  [ -f "requirements-$extras.lock" ] || { echo "setup: there is no extra '$extras'; there is one: make setup EXTRAS=topics" >&2; exit 1; }
  locks+=("requirements-$extras.lock")
fi

echo "setup: preparing .venv (a minute or two, once)"
rm -f .venv/ready*
if command -v uv >/dev/null; then
  uv venv --quiet --allow-existing --python "$python" .venv
  VIRTUAL_ENV=.venv uv pip sync --quiet --compile-bytecode --require-hashes "${locks[@]}"
  VIRTUAL_ENV=.venv PYTHONWARNINGS=ignore uv pip install --quiet --no-deps --no-build-isolation --editable .
else
  "$python" -c 'import ensurepip, venv' 2>/dev/null ||
    { echo "setup: '$python' has no venv; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
  "$python" -m venv .venv
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes "${locks[@]/#/--requirement=}"
  # What an earlier set-up had beside it goes, as uv sees to by itself.
  [ -n "$extras" ] || .venv/bin/python -m pip uninstall --quiet --disable-pip-version-check --yes --requirement requirements-topics.lock 2>/dev/null
  PYTHONWARNINGS=ignore .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
fi
echo "$extras" >.venv/extras
touch ".venv/ready${extras:+-$extras}"
