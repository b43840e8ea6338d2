#!/usr/bin/env bash
# Builds the review page's client (src/Review/client) into src/Review/wwwroot, which is committed. Needs Node 20 or later.
# With --check it checks types and style, runs the client's tests, and fails when the committed files are not what the sources give.
set -euo pipefail
client=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../src/Review/client" && pwd)
cd "$client"
[ -d node_modules/esbuild ] || npm ci --silent
if [ "${1:-}" != --check ]; then
    npm run --silent check
    exec npm run --silent build
fi

npm run --silent check
npm test --silent
built=$(mktemp -d)
trap 'rm -rf "$built"' EXIT
node build.mjs "$built"
if ! diff -r --brief "$built" ../wwwroot; then
    echo "src/Review/wwwroot is not what src/Review/client gives: run tools/build-review.sh and commit it" >&2
    exit 1
fi
