# shellcheck shell=bash
# SPDX-License-Identifier: MIT
#
# Systems that offer Qt 6.8 and KDE Frameworks 6 themselves: their packages are used.

system_name() {
    if [ "$(uname -s)" = Darwin ]; then
        echo macos
    elif [ -r /etc/os-release ]; then
        (. /etc/os-release && printf '%s\n' "$ID")
    else
        echo unknown
    fi
}

system_version() { (. /etc/os-release && printf '%s\n' "${VERSION_ID:-0}"); }

# Whether the system has Qt 6.8 or newer. Debian's testing has no version number.
system_is_fit() {
    local version
    case $(system_name) in
        debian)
            version=$(system_version)
            [ "$version" = 0 ] || [ "${version%%.*}" -ge 13 ] ;;
        ubuntu)
            version=$(system_version)
            [ "${version/./}" -ge 2504 ] ;;
        fedora) [ "$(system_version)" -ge 41 ] ;;
        arch|macos) true ;;
        *) pkg-config --atleast-version=6.8 Qt6Core 2>/dev/null ;;
    esac
}

# The package list that fits the system, one name a line.
system_packages() {
    local list
    case $(system_name) in
        debian|ubuntu) list=packages-debian.txt ;;
        fedora) list=packages-fedora.txt ;;
        arch) list=packages-arch.txt ;;
        macos) list=packages-macos.txt ;;
        *) return 0 ;;
    esac
    # shellcheck disable=SC2154 # set by ./dev
    grep -vE '^(#|$)' "$dev_dir/$list"
}

system_missing() {
    local package
    system_packages | while read -r package; do
        case $(system_name) in
            debian|ubuntu) dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q '^install ok installed' ;;
            fedora) rpm -q --quiet --whatprovides "$package" ;;
            arch) pacman -Qq "$package" >/dev/null 2>&1 ;;
            macos) [ -d "$(brew --prefix)/opt/$package" ] ;;
        esac || printf '%s\n' "$package"
    done
}

system_ensure() {
    local stamp=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/gatehouse/system-packages current missing
    current=$(system_packages | cksum)
    [ "$(cat "$stamp" 2>/dev/null)" = "$current" ] && return
    missing=$(system_missing)
    if [ -n "$missing" ]; then
        say "Installing: $(printf '%s' "$missing" | tr '\n' ' ')"
        # shellcheck disable=SC2086 # a list of names
        case $(system_name) in
            debian|ubuntu) root_as_admin apt-get update -q && root_as_admin apt-get install -y -q --no-install-recommends $missing ;;
            fedora) root_as_admin dnf install -y $missing ;;
            arch) root_as_admin pacman -S --needed --noconfirm $missing ;;
            macos) brew install $missing ;;
        esac >&2 || fail "Installing failed. Install these packages by hand and run ./dev again:
$missing"
    fi
    mkdir -p "$(dirname "$stamp")"
    printf '%s\n' "$current" >"$stamp"
}
