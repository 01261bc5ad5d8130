#!/bin/sh
# Installs the Debian packages that are missing; quiet and quick when none is.
# Usage: deps.sh [PACKAGE...]   (without any: what building and testing needs)
set -eu
base='build-essential pkg-config ca-certificates git clang libclang-rt-14-dev
libcurl4-openssl-dev libxml2-dev libpcre2-dev libfyaml-dev libssl-dev
libmicrohttpd-dev libgnutls28-dev libjansson-dev libsqlite3-dev zlib1g-dev libcriterion-dev openssl curl
sqlite3 libnss3-tools prometheus prometheus-alertmanager python3-prometheus-client python3-aiosmtpd
nghttp2-server chromium-headless-shell webkit2gtk-driver xvfb fonts-noto-cjk systemd tzdata'
# NodeSource's nodejs has an npm of its own and conflicts with Debian's.
command -v node >/dev/null && command -v npm >/dev/null || base="$base nodejs npm"
[ $# -gt 0 ] && packages=$* || packages=$base
missing=
for package in $packages; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' ||
        missing="$missing $package"
done
[ -n "$missing" ] || exit 0
echo "installing:$missing"
root=
[ "$(id -u)" = 0 ] || root=sudo
export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 # no service of theirs is to be started
# The lists of a fresh machine are empty and those of an old one lead nowhere: then, and only then,
# they are fetched.
for try in 1 2 3; do
    # shellcheck disable=SC2086
    $root apt-get install -y -qq --no-install-recommends $missing && exit 0
    echo "try $try: could not install, updating the lists of packages"
    $root apt-get update -qq || true
done
exit 1
