#!/bin/sh
# Install the tools that only some tests need. Says what is missing where it may not install; never fails.

found() {
    for name in chromium chromium-browser google-chrome; do
        command -v "$name" > /dev/null && "$name" --version > /dev/null 2>&1 && return 0
    done
    return 1
}

install() {
    [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null || return 1
    echo "chromium: installing ..."
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq > /dev/null < /dev/null
    apt-get install -qq --yes --no-install-recommends chromium fonts-dejavu-core > /dev/null < /dev/null
}

if found || { install && found; }; then
    echo "chromium: here"
else
    echo "chromium: not here. Install it for the browser tests (Debian: apt install chromium); until then they are skipped."
fi
command -v valgrind > /dev/null && echo "valgrind: here" \
    || echo "valgrind: not here. Only \`make bench-check\` needs it (Debian: apt install valgrind)."
command -v cargo-nextest > /dev/null && echo "cargo-nextest: here" \
    || echo "cargo-nextest: not here. Without it, the tests run with plain cargo test, which times whole binaries only."
exit 0
