# shellcheck shell=bash
# What ./run and ./test share: finding tools, installing what may be installed, naming the rest.

# Debian package : a file or command that shows it is there.
export RUN_PACKAGES="fonts-morisawa-bizud-gothic:/usr/share/fonts/truetype/bizud-gothic
fonts-morisawa-bizud-mincho:/usr/share/fonts/truetype/bizud-mincho
fonts-ipamj-mincho:/usr/share/fonts/truetype/ipamj
poppler-utils:pdfsig
qpdf:qpdf
zbar-tools:zbarimg
chromium:chromium"
# Those that only tests need.
export TEST_PACKAGES="postgresql:/usr/lib/postgresql
default-jre-headless:java
python3-venv:/usr/share/doc/python3-venv
systemd:systemd-analyze
nginx:/usr/sbin/nginx
caddy:caddy
shellcheck:shellcheck
zint:zint"

say() {
    printf '\n== %s\n' "$*"
}

fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

have() {
    command -v "$1" >/dev/null 2>&1
}

package_is_there() { # entry of a list
    local proof=${1#*:}
    case $proof in
        /*) [ -e "$proof" ] || dpkg -s "${1%%:*}" >/dev/null 2>&1 ;;
        *) have "$proof" ;;
    esac
}

# Installs what is missing of a list, or says what to do.
install_packages() { # list
    local missing=() entry
    for entry in $1; do
        package_is_there "$entry" || missing+=("${entry%%:*}")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "$(id -u)" = 0 ] && have apt-get; then
        say "installing ${missing[*]}"
        if apt-get update -qq &&
            DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; then
            return 0
        fi
    fi
    echo "missing: ${missing[*]}" >&2
    echo "  Debian and Ubuntu: sudo apt-get install ${missing[*]}" >&2
    echo "  Without the fonts no paper can be printed; the rest works." >&2
}

need() { # command, how to get it
    have "$1" || fail "$1 is missing: $2"
}

need_rust() {
    need cargo "install Rust 1.95 or newer with rustup"
    have cc || fail "a C compiler is missing (for SQLite): sudo apt-get install gcc libc6-dev"
}

# In CI, or where the folder is there already, Rust builds into a folder of the user's cache that
# outlives the checkout.
use_cache() {
    local cache="${XDG_CACHE_HOME:-$HOME/.cache}/engawa"
    if [ -z "${CARGO_TARGET_DIR:-}" ] && { [ -n "${CI:-}" ] || [ -d "$cache/target" ]; }; then
        export CARGO_TARGET_DIR="$cache/target"
    fi
    export ENGAWA_TOOLS="${ENGAWA_TOOLS:-$cache}"
}

target_folder() {
    printf '%s' "${CARGO_TARGET_DIR:-$PWD/target}"
}

# npm packages of a folder, unless they are those of its lock file already.
npm_packages() { # folder
    need npm "install Node.js 20 or newer (Debian: sudo apt-get install nodejs npm)"
    if ! cmp -s "$1/package-lock.json" "$1/node_modules/.engawa-lock"; then
        (cd "$1" && npm ci --no-audit --no-fund --loglevel=error)
        cp "$1/package-lock.json" "$1/node_modules/.engawa-lock"
    fi
}

# Stylesheet and scripts. Without Node the program works, unstyled.
build_assets() {
    if have npm && have node; then
        say "building stylesheet and scripts"
        npm_packages assets
        (cd assets && npm run --silent build)
    else
        echo "Node.js is missing: pages will be without style (Debian: sudo apt-get install nodejs npm)" >&2
    fi
}
