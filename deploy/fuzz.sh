#!/usr/bin/env bash
# Fuzzes every fuzz target of the module in turn for an equal share of SECONDS in all: deploy/fuzz.sh SECONDS
set -euo pipefail
seconds=${1:?usage: deploy/fuzz.sh SECONDS}
mapfile -t targets < <(git ls-files '*_test.go' | xargs grep -oE '^func Fuzz[A-Za-z0-9_]+' | sed -E 's/^(.*)\/[^/]*:func /\1 /')
share=$((seconds / ${#targets[@]}))
((share > 0)) || share=1
for t in "${targets[@]}"; do
  read -r folder name <<<"$t"
  echo "fuzz $folder $name for ${share}s"
  go test -run '^$' -fuzz "^$name\$" -fuzztime "${share}s" "./$folder"
done
