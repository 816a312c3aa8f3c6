# What every script here needs; sourced, not run.
#
# Makes a temporary folder, $work, which is removed when the script ends. `install` puts Python packages into an
# environment there, and `py` runs a program from standard input in it; the program reports with seen.py.

set -euo pipefail

findings="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

# The first Python of 3.12.5 to 3.13 there is; the pinned versions have wheels for these.
find_python() {
  local candidate fits='import sys; sys.exit(not (3, 12, 5) <= sys.version_info < (3, 14))'
  for candidate in "${FINDINGS_PYTHON:-}" python3.13 python3.12 python3 ~/.pyenv/versions/3.1[23].*/bin/python3; do
    if [ -n "$candidate" ] && "$candidate" -c "$fits" > /dev/null 2>&1; then
      echo "$candidate"
      return
    fi
  done
  echo "A Python from 3.12.5 to 3.13 is needed; name it with FINDINGS_PYTHON" >&2
  return 1
}

# install PACKAGE==VERSION... takes what pip install takes.
install() {
  if [ ! -d "$work/python" ]; then
    "$(find_python)" -m venv "$work/python"
  fi
  "$work/python/bin/pip" install --quiet --disable-pip-version-check --prefer-binary --no-compile \
    --no-warn-conflicts "$@"
}

# py [ARGUMENT...] < PROGRAM
py() {
  PYTHONPATH="$findings" PYTHONDONTWRITEBYTECODE=1 PYTHONWARNINGS=ignore OPENBLAS_NUM_THREADS=1 \
    "$work/python/bin/python" - "$@"
}

# The interactions of Online Retail that come with the project, as a CSV file; prints its path.
online_retail() {
  gzip -dc "$findings/../demo-data/online-retail/interactions.csv.gz" > "$work/interactions.csv"
  echo "$work/interactions.csv"
}

# jars FOLDER GROUP:ARTIFACT:VERSION... puts the Maven artifacts and what they need into FOLDER.
jars() {
  local folder="$1" coordinates group artifact version
  shift
  mkdir -p "$folder"
  {
    echo '<project><modelVersion>4.0.0</modelVersion><groupId>finding</groupId><artifactId>finding</artifactId>'
    echo '<version>1</version><dependencies>'
    for coordinates in "$@"; do
      IFS=: read -r group artifact version <<< "$coordinates"
      echo "<dependency><groupId>$group</groupId><artifactId>$artifact</artifactId>"
      echo "<version>$version</version></dependency>"
    done
    echo '</dependencies></project>'
  } > "$folder/pom.xml"
  mvn --quiet --batch-mode --file "$folder/pom.xml" \
    org.apache.maven.plugins:maven-dependency-plugin:3.10.0:copy-dependencies -DoutputDirectory="$folder" \
    > "$folder/maven.log" || {
    cat "$folder/maven.log" >&2
    return 1
  }
}
