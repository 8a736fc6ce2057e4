#!/bin/sh
# Pins anew what the *.in files ask for, with hashes and no address. Needs uv; newer versions with: requirements/compile.sh --upgrade
set -eu
cd "$(dirname "$0")"
export UV_CUSTOM_COMPILE_COMMAND="requirements/compile.sh"
for name in dev run functions checkov rehearsal; do
    constraint=""
    case $name in run | functions) constraint="--constraint dev.txt" ;; esac
    # shellcheck disable=SC2086
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
        $constraint "$@" "$name.in" --output-file "$name.txt"
done
