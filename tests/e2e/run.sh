#!/bin/sh
# The browser tests, with Debian's Chromium (installed where it is missing) and axe. Where there can be none, one line
# says so and the rest of "make test" counts. Called by make, in the repository's root, with the pytest to run.
set -u
PYTEST=$1
BUILD=build/e2e
AXE=$BUILD/node_modules/axe-core/axe.min.js

# The first Chromium that starts: a package of that name may be an empty one that points elsewhere.
starting() {
    for name in ${CHROMIUM:-chromium chromium-browser google-chrome}; do
        path=$(command -v "$name") || continue
        timeout 60 "$path" --headless --no-sandbox --disable-gpu --user-data-dir="$BUILD/profile" \
            --dump-dom about:blank >/dev/null 2>&1 && echo "$path" && return
    done
    return 1
}

installed() {
    [ -z "${CHROMIUM:-}" ] && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ] || return 1
    echo 'make e2e: Chromium is installed from Debian'
    export DEBIAN_FRONTEND=noninteractive
    timeout 120 apt-get update -qq -o Acquire::Retries=0 >/dev/null 2>&1
    timeout 600 apt-get install -y -qq -o Acquire::Retries=0 chromium >/dev/null 2>&1
}

axe() {
    [ -f "$AXE" ] && cmp -s tests/e2e/package.json "$BUILD/package.json" && return
    command -v npm >/dev/null || { why='there is no npm'; return 1; }
    why='npm could not fetch it'
    cp tests/e2e/package.json "$BUILD/"
    (cd "$BUILD" && timeout 120 npm install --silent --no-audit --no-fund >/dev/null 2>&1) && [ -f "$AXE" ]
}

mkdir -p "$BUILD"
if ! found=$(starting) && ! { installed && found=$(starting); }; then
    echo 'make e2e: NO BROWSER TESTS: no Chromium starts here, and apt-get as root could not install one; name one with CHROMIUM=PATH'
    exit 0
fi
if ! axe; then
    echo "make e2e: axe does not judge the pages, for $why; the other browser tests run"
fi
export CHROMIUM="$found"
DIXIT_E2E=1 exec "$PYTEST" -rs tests/e2e
