#!/usr/bin/env bash
# Do our model files and the Python library of their format understand each other? Outside of `./mvnw verify`, since it
# fetches two Python packages; they go into a temporary directory. Needs Python 3.11 or newer with venv.
#
#   tools/safetensors-roundtrip.sh
#   SAFETENSORS=0.7.0 NUMPY=2.3.5 tools/safetensors-roundtrip.sh     with other versions
set -euo pipefail
cd "$(dirname "$0")/.."

packages=$(mktemp -d)
trap 'rm -rf "$packages"' EXIT
python3 -m venv "$packages"
"$packages/bin/pip" install --quiet --disable-pip-version-check \
  "safetensors==${SAFETENSORS:-0.8.0}" "numpy==${NUMPY:-2.4.6}"

./mvnw -q test -pl personalize-core -am -Dtest=PythonSafetensorsTest -Dsurefire.failIfNoSpecifiedTests=false \
  -Dtest.python="$packages/bin/python"
