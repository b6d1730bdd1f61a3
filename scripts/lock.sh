#!/usr/bin/env bash
# Writes requirements/*.lock: versions and hashes, no addresses. One resolution (dev) is the constraint of the
# smaller ones, so an environment that grows from serve to test to dev never changes a version.
set -euo pipefail
cd "$(dirname "$0")/.."
uv=${UV:-.venv/bin/uv}
compile() {
  "$uv" pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest \
    --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --upgrade "$@"
}
lock=requirements
compile pyproject.toml --extra serve --extra voice --group build --group test --group dev -o $lock/dev.lock
compile pyproject.toml --extra serve --extra voice --group build --group test -c $lock/dev.lock -o $lock/test.lock
compile pyproject.toml --extra serve --group build -c $lock/dev.lock -o $lock/serve.lock
compile pyproject.toml -c $lock/dev.lock -o $lock/sdk.lock
for client in volcengine byteplus programs segmind openai litellm; do
  compile $lock/client-$client.in -o $lock/client-$client.lock
done
# npm writes `resolved` addresses by default; the integrity hashes are what matters.
(cd tests/contract/aisdk && npm install --package-lock-only --omit-lockfile-registry-resolved --ignore-scripts)
