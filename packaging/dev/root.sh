# shellcheck shell=bash
# SPDX-License-Identifier: MIT
#
# A Debian 13 root for hosts without Qt 6.8: made once with debootstrap under the
# user's cache directory, shared by all clones, entered through a mount namespace
# of its own, so nothing stays mounted on the host when a command ends.

root_suite=trixie
root_dir=${GATEHOUSE_DEV_ROOT:-${XDG_CACHE_HOME:-${HOME:-/var/cache}/.cache}/gatehouse/debian13}
# shellcheck disable=SC2154 # set by ./dev
root_packages=$dev_dir/packages-debian.txt

root_missing_rights='This system lets neither you nor sudo make a Debian 13 root (no mount permission).
Use a system that has Qt 6.8 instead: the container image debian:trixie, or Debian 13,
Ubuntu 25.04 or Fedora 41 and newer. There ./dev uses the packages of the system.'

root_as_admin() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -E "$@"; fi
}

# One stamp for each package list that was installed, so that clones of different age share
# a root without installing in turns.
root_stamp() {
    printf '%s/.gatehouse/packages-%s' "$root_dir" "$(sha256sum "$root_packages" | cut -c 1-16)"
}

root_is_ready() { [ -e "$(root_stamp)" ]; }

# The Debian mirror the host's apt uses, or nothing: debootstrap then takes its default.
root_mirror() {
    if [ -n "${DEBIAN_MIRROR:-}" ]; then
        printf '%s\n' "$DEBIAN_MIRROR"
    elif [ "$(. /etc/os-release && printf '%s' "$ID")" = debian ]; then
        # shellcheck disable=SC2016 # apt's own placeholder
        apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
            grep -E '/debian/?$' | head -n 1
    fi
}

root_install_debootstrap() {
    command -v debootstrap >/dev/null && return
    command -v apt-get >/dev/null ||
        fail "debootstrap is missing. Install it with your package manager and run ./dev again."
    say 'Installing debootstrap (apt-get)'
    root_as_admin apt-get update -q >/dev/null || say 'apt-get update failed; trying with what is there'
    root_as_admin apt-get install -y -q --no-install-recommends debootstrap debian-archive-keyring >/dev/null ||
        fail 'Could not install debootstrap. Install it by hand (apt-get install debootstrap) and run ./dev again.'
}

root_bootstrap() {
    [ -e "$root_dir/.gatehouse/bootstrapped" ] && return
    root_install_debootstrap
    # A half-made root is of no use: start over.
    root_as_admin rm -rf --one-file-system "$root_dir"
    mkdir -p "$root_dir"
    say "Making a Debian 13 root in $root_dir (once; about 3 minutes and 3 GB)"
    local mirror keyring=/usr/share/keyrings/debian-archive-keyring.gpg
    mirror=$(root_mirror)
    local script=()
    [ -e "/usr/share/debootstrap/scripts/$root_suite" ] || script=(/usr/share/debootstrap/scripts/sid)
    # debootstrap's positional arguments: a script needs a mirror before it, "" being its default.
    local where=("$root_suite" "$root_dir")
    [ -n "$mirror$(printf '%s' "${script[@]}")" ] && where+=("$mirror" "${script[@]}")
    [ -e "$keyring" ] && keyring=(--keyring="$keyring") || keyring=()
    root_as_admin unshare --mount debootstrap --variant=minbase "${keyring[@]}" "${where[@]}" \
        >"$root_log" 2>&1 || { tail -n 20 "$root_log" >&2; fail "debootstrap failed; the whole log: $root_log
No network, or a mirror that refuses? DEBIAN_MIRROR=<url of a Debian mirror> ./dev … chooses another."; }
    root_as_admin mkdir -p "$root_dir/.gatehouse"
    root_as_admin touch "$root_dir/.gatehouse/bootstrapped"
}

root_install_packages() {
    local packages
    packages=$(grep -vE '^(#|$)' "$root_packages" | tr '\n' ' ')
    say 'Installing compilers, Qt and test tools into it'
    # An interrupted run before this one is finished first.
    # shellcheck disable=SC2016,SC2086 # expanded by the shell inside the root; a list of names
    root_as_admin unshare --mount bash -c '
        set -e
        root=$1; shift
        mount --bind /proc "$root/proc"
        mount --rbind /dev "$root/dev"
        cp /etc/resolv.conf "$root/etc/resolv.conf" 2>/dev/null || true
        printf "#!/bin/sh\nexit 101\n" >"$root/usr/sbin/policy-rc.d"
        chmod 755 "$root/usr/sbin/policy-rc.d"
        printf "path-exclude=/usr/share/man/*\npath-exclude=/usr/share/doc/*\nforce-unsafe-io\n" \
            >"$root/etc/dpkg/dpkg.cfg.d/gatehouse"
        export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
        chroot "$root" dpkg --configure -a
        chroot "$root" apt-get update -q
        chroot "$root" apt-get install -y -q --no-install-recommends "$@"
        chroot "$root" apt-get clean
        # The places where the folders of the host will be seen; a user may not make them later.
        for folder in /*/; do
            [ -L "${folder%/}" ] || mkdir -p "$root$folder"
        done' bash "$root_dir" $packages \
        >"$root_log" 2>&1 || { tail -n 20 "$root_log" >&2; fail "Installing packages failed; the whole log: $root_log
Run ./dev again to go on where it stopped."; }
    root_as_admin touch "$(root_stamp)"
}

root_ensure() {
    root_is_ready && return
    if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then fail "$root_missing_rights"; fi
    root_as_admin unshare --mount true 2>/dev/null || fail "$root_missing_rights"
    mkdir -p "$(dirname "$root_dir")"
    root_log=$(dirname "$root_dir")/setup.log
    # Two clones may start at once: the second waits and then finds the work done.
    exec 9>"$(dirname "$root_dir")/setup.lock"
    flock 9
    if ! root_is_ready; then
        root_bootstrap
        root_install_packages
    fi
    exec 9>&-
}

# Replaces this process by the command, inside the root: same process id, environment,
# working directory and paths. Every top-level folder of the host that is not part of
# the system itself is seen under its own name, with the sockets of X11, Wayland and
# D-Bus in /tmp and /run.
root_exec() {
    local become=(unshare --mount) drop=()
    if [ "$(id -u)" != 0 ]; then
        if unshare --user --map-current-user --keep-caps --mount true 2>/dev/null; then
            become=(unshare --user --map-current-user --keep-caps --mount)
        else
            become=(sudo -E unshare --mount)
            drop=(setpriv "--reuid=$(id -u)" "--regid=$(id -g)" --init-groups)
        fi
    fi
    [ -e /etc/ssl/certs/ca-certificates.crt ] &&
        export NODE_EXTRA_CA_CERTS=${NODE_EXTRA_CA_CERTS:-/etc/ssl/certs/ca-certificates.crt}
    # shellcheck disable=SC2016 # expanded by the shell inside the namespace
    exec "${become[@]}" bash -c '
        root=$1 here=$PWD; shift
        for folder in /*/; do
            folder=${folder%/}
            case $folder in
                /bin|/sbin|/lib|/lib32|/lib64|/libx32|/usr|/etc|/var|/boot|/lost+found) continue ;;
            esac
            [ -L "$folder" ] && continue
            mkdir -p "$root$folder"
            mount --rbind "$folder" "$root$folder" 2>/dev/null || true
        done
        for file in resolv.conf hosts passwd group machine-id localtime ssl/certs/ca-certificates.crt; do
            [ -f "/etc/$file" ] || continue
            [ -e "$root/etc/$file" ] || touch "$root/etc/$file"
            mount --bind "/etc/$file" "$root/etc/$file" || exit 125
        done
        unset LD_PRELOAD LD_LIBRARY_PATH
        export PATH=/usr/lib/ccache:/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin GATEHOUSE_IN_ROOT=1
        exec chroot "$root" sh -c "cd \"\$0\" && exec \"\$@\"" "$here" "$@"' \
        bash "$root_dir" "${drop[@]}" "$@"
}
