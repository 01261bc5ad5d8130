#!/bin/sh
# Installs the Debian packages that are missing; quiet and quick when none is.
set -eu
packages='build-essential pkg-config ca-certificates git clang libclang-rt-14-dev
libcurl4-openssl-dev libxml2-dev libpcre2-dev libssh2-1-dev libfyaml-dev libssl-dev
libmicrohttpd-dev libgnutls28-dev libjansson-dev libcriterion-dev openssl'
missing=
for package in $packages; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' ||
        missing="$missing $package"
done
[ -n "$missing" ] || exit 0
echo "installing:$missing"
root=
[ "$(id -u)" = 0 ] || root=sudo
export DEBIAN_FRONTEND=noninteractive
for try in 1 2 3; do
    # shellcheck disable=SC2086
    if $root apt-get update -qq && $root apt-get install -y -qq --no-install-recommends $missing; then
        exit 0
    fi
    echo "try $try failed"
done
exit 1
