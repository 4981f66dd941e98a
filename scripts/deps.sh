#!/usr/bin/env bash
# Sees to it that Swift and the libraries of this project are there:
# deps.sh [--with data|docs|interop|page|peers|report|slurm|torture]...
#
# Says nothing and changes nothing if they are. What is missing is installed with apt, as root or through sudo; where
# neither can be had, the command to run is printed. `--with` adds what only some make targets need.
# Exit codes: 0 all there, 64 called wrongly, 69 something is missing.
set -euo pipefail
cd "$(dirname "$0")/.."

minimum_major=6 minimum_minor=1
packages=(
  libopenblas-dev liblapacke-dev libhdf5-dev zlib1g-dev libssl-dev
  pkg-config gnuplot-nox fonts-liberation fonts-dejavu-core
)

fail() {
  echo "deps: $1" >&2
  exit "${2:-69}"
}

while [ $# -gt 0 ]; do
  case "$1 ${2:-}" in
    "--with data") packages+=(python3 python3-pip dataset-fashion-mnist) ;;
    "--with docs") packages+=(python3) ;;
    "--with interop" | "--with peers" | "--with report") packages+=(python3 python3-venv) ;;
    "--with page") packages+=(chromium chromium-driver) ;;
    "--with slurm") packages+=(slurm-wlm munge) ;;
    "--with torture") packages+=(python3 hdf5-tools) ;;
    *) fail "cannot understand \"$*\"; call it as deps.sh [--with data|docs|interop|page|peers|report|slurm|torture]..." 64 ;;
  esac
  shift 2
done

# Whether something of another origin does what the package is wanted for. It is left alone: apt might put the package
# in its place.
replaced() {
  case "$1" in
    pkg-config) command -v pkg-config ;;
    gnuplot-nox) command -v gnuplot ;;
    python3) command -v python3 ;;
    hdf5-tools) command -v h5dump ;;
    chromium) [ -x "${CHROMIUM:-/usr/bin/chromium}" ] ;;
    chromium-driver) [ -x "${CHROMEDRIVER:-/usr/bin/chromedriver}" ] ;;
    slurm-wlm) command -v slurmctld && command -v slurmd ;;
    munge) command -v munged ;;
    python3-pip) python3 -c 'import sys, importlib.util as u; sys.exit(u.find_spec("pip") is None)' ;;
    python3-venv) python3 -c 'import venv, ensurepip' ;;
    dataset-fashion-mnist) [ -d "${GROKSCAPE_DATA:-data/cache}/fashion-mnist" ] ;;
    *) false ;;
  esac >/dev/null 2>&1
}

check_swift() {
  local wanted="the Swift toolchain $minimum_major.$minimum_minor or newer from https://www.swift.org/install/linux"
  local version
  command -v swift >/dev/null || fail "cannot build because swift is not on the PATH: install $wanted"
  version=$(swift --version 2>/dev/null </dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
  [ -n "$version" ] || fail "cannot tell which Swift $(command -v swift) is: install $wanted"
  local major=${version%%.*} minor=${version#*.}
  if [ "$major" -lt $minimum_major ] || { [ "$major" -eq $minimum_major ] && [ "$minor" -lt $minimum_minor ]; }; then
    fail "cannot build with Swift $version: install $wanted"
  fi
}

check_without_apt() {
  local absent=() name
  for name in openblas hdf5 zlib libcrypto; do
    pkg-config --exists "$name" 2>/dev/null || absent+=("$name")
  done
  command -v gnuplot >/dev/null || absent+=(gnuplot)
  [ ${#absent[@]} -eq 0 ] || fail "cannot find ${absent[*]} and there is no apt here: install the development files \
of OpenBLAS with LAPACKE, HDF5, zlib and OpenSSL, and pkg-config, gnuplot and the Liberation and DejaVu fonts"
}

# The packages that are neither installed nor replaced, one a line.
missing_packages() {
  local installed package
  installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "${packages[@]}" 2>/dev/null || true)
  for package in "${packages[@]}"; do
    grep -qx "installed $package" <<<"$installed" || replaced "$package" || echo "$package"
  done
}

# --no-remove: whatever apt would have to remove for this is worth more than its convenience.
install_packages() {
  local apt=(apt-get -o DPkg::Lock::Timeout=600 install -y --no-install-recommends --no-remove "$@")
  local install="apt-get install -y --no-install-recommends $*"
  local plain="apt-get update && $install"
  local become=()
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
      fail "cannot install $* without root: run as root \`$plain\`"
    elif sudo -n true 2>/dev/null; then
      become=(sudo -n)
    elif [ -t 2 ] && { : </dev/tty; } 2>/dev/null; then
      become=(sudo)
    else
      fail "cannot install $*, because sudo asks for a password: run \`sudo apt-get update && sudo $install\`"
    fi
  fi
  become+=(env DEBIAN_FRONTEND=noninteractive)
  log=$(mktemp)
  trap 'rm -f "$log"' EXIT
  echo "deps: installing $*" >&2
  # The package lists of a fresh machine are empty or old: then the first attempt fails, and the second has new ones.
  if ! "${become[@]}" "${apt[@]}" </dev/null >"$log" 2>&1; then
    "${become[@]}" apt-get update </dev/null >>"$log" 2>&1 || true
    if ! "${become[@]}" "${apt[@]}" </dev/null >>"$log" 2>&1; then
      tail -n 20 "$log" >&2
      fail "cannot install $* (apt's words are above): see to it that \`$plain\` works as root"
    fi
  fi
}

check_swift
if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
  check_without_apt
  exit 0
fi
mapfile -t missing < <(missing_packages)
[ ${#missing[@]} -eq 0 ] || install_packages "${missing[@]}"
