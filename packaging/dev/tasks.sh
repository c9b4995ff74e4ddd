# shellcheck shell=bash
# SPDX-License-Identifier: MIT
#
# What ./dev does once it is in the build environment. It runs under ./dev's `set -e`.
# shellcheck disable=SC2154,SC2164

# The compiler cache is shared by all clones, wherever they lie.
tasks_use_compiler_cache() {
    command -v ccache >/dev/null || return 0
    export CCACHE_DIR=${CCACHE_DIR:-${XDG_CACHE_HOME:-${HOME:-/var/cache}/.cache}/gatehouse/ccache}
    export CCACHE_BASEDIR=$top CCACHE_NOHASHDIR=1 CCACHE_COMPILERCHECK=content CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime CCACHE_MAXSIZE=${CCACHE_MAXSIZE:-5G}
    launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
}

tasks_build() { # PRESET [TARGET…]
    local preset=$1 launcher=()
    shift
    tasks_use_compiler_cache
    cd "$top"
    local log=build/$preset/configure.log
    mkdir -p "build/$preset"
    if [ ! -e "build/$preset/build.ninja" ]; then
        cmake --preset "$preset" "${launcher[@]}" >"$log" 2>&1 || { cat "$log" >&2; fail "cmake could not configure preset $preset"; }
    fi
    local targets=()
    [ $# -gt 0 ] && targets=(--target "$@")
    cmake --build "build/$preset" -j "${JOBS:-$(nproc 2>/dev/null || sysctl -n hw.ncpu)}" "${targets[@]}"
}

task_build() {
    local preset=${1:-release}
    if [ "$preset" = fuzz ]; then tasks_build fuzz fuzzers; else tasks_build "$preset"; fi
}

# Whether there is anything that says which OCI account to use.
tasks_has_oci_configuration() {
    [ -n "${OCI_CONFIG_FILE:-}${OCI_CLI_CONFIG_FILE:-}${ORACLE_API_KEY:-}${AUTH_TYPE:-}" ] ||
        [ -e "${HOME:-/}/.oci/config" ] || [ -e "${HOME:-/}/.oraclebmc/config" ]
}

task_run() {
    local program=gatehouse demo=() arg
    if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && [ "$(uname -s)" != Darwin ]; then
        program=gatehouse-gateway
        say 'No display here: starting the headless gateway instead of the window.'
    fi
    tasks_build release "$program" >&2
    if ! tasks_has_oci_configuration; then
        local configured=no
        for arg in "$@"; do case $arg in --demo|--config|--config=*|--help|--version) configured=yes ;; esac; done
        if [ $configured = no ]; then
            say 'No OCI configuration found: passing --demo. Answers are simulated and offline.'
            demo=(--demo)
        fi
    fi
    if [ "$program" = gatehouse-gateway ]; then demo+=(--welcome); fi
    exec "$top/build/release/bin/$program" "${demo[@]}" "$@"
}

task_shots() {
    local folder=${1:-$top/build/shots}
    tasks_build dev gatehouse_shots >&2
    mkdir -p "$folder"
    QT_QPA_PLATFORM=offscreen LANG=C.UTF-8 "$top/build/dev/tests/gatehouse_shots" "$folder"
    say "Pictures are in $folder"
}

task_bench() {
    tasks_build release gatehouse-gateway bench_gateway busy_window demo_service >&2
    GATEHOUSE_BIN=$top/build/release/bin GATEHOUSE_TEST_BIN=$top/build/release/tests \
        exec node --expose-gc --min-semi-space-size=128 --max-semi-space-size=128 "$top/tests/benchmark/bench.mjs" "$@"
}

task_soak() { # MINUTES PRESET
    local preset=${2:-asan}
    tasks_build "$preset" gatehouse-gateway demo_service >&2
    [ "$preset" != asan ] || export GATEHOUSE_SANITIZED=1 LSAN_OPTIONS="suppressions=$top/tests/lsan.supp:print_suppressions=0"
    GATEHOUSE_BIN=$top/build/$preset/bin GATEHOUSE_TEST_BIN=$top/build/$preset/tests \
        exec node "$top/tests/soak/soak.mjs" "${1:-30}"
}

tasks_sources() { # every source file of ours, or those named
    cd "$top"
    git ls-files --cached --others --exclude-standard '*.cpp' '*.h'
}

tasks_check_format() {
    tasks_sources | xargs clang-format-19 --dry-run -Werror || fail 'Run: ./dev exec clang-format-19 -i FILES'
}

tasks_check_scripts() {
    cd "$top"
    git ls-files --cached --others --exclude-standard 'dev' '*.sh' '.ci/run' 'tests/e2e/install' 'tests/app/with_keyring' | xargs shellcheck -x -P "$top"
}

task_lint() {
    tasks_check_format
    tasks_check_scripts
    tasks_build dev >&2 # what moc and rcc write
    # Clang reads no header that GCC has precompiled.
    cmake --preset dev -B build/lint -DGATEHOUSE_PRECOMPILE=OFF >build/lint.log || fail "cmake could not configure build/lint: build/lint.log"
    sed -i "s#$top/build/lint#$top/build/dev#g" build/lint/compile_commands.json
    local files=("$@")
    [ $# -gt 0 ] || mapfile -t files < <(tasks_sources | grep '\.cpp$' | grep -v '^tests/architecture/')
    printf '%s\n' "${files[@]}" |
        xargs -P "${JOBS:-$(nproc)}" -n 4 clang-tidy-19 -p "$top/build/lint" --quiet
}

# One line a stage with its time, so that a slow stage is seen.
tasks_stage() { # NAME COMMAND…
    local name=$1 started=$SECONDS
    shift
    say "== $name"
    "$@"
    say "== $name: $((SECONDS - started)) s"
}

tasks_build_quietly() {
    tasks_build "$@" >"build/$1.log" 2>&1 || { grep -vE '^\[[0-9]+/[0-9]+\]' "build/$1.log" | tail -n 60 >&2; fail "Building preset $1 failed"; }
}

tasks_ctest() { # PRESET [ctest options…]
    cd "$top"
    ctest --preset "$1" -j "${JOBS:-$(nproc)}" "${@:2}"
}

# Every test runs under AddressSanitizer and UndefinedBehaviorSanitizer; real clients then drive
# the programs without them, too, since there times and sizes count.
task_test() {
    cd "$top"
    mkdir -p build
    tasks_stage 'format' tasks_check_format
    tasks_stage 'shell scripts' tasks_check_scripts
    tasks_stage 'npm packages of the end-to-end tests' "$top/tests/e2e/install"
    tasks_stage 'build asan' tasks_build_quietly asan
    tasks_stage 'test asan' tasks_ctest asan
    tasks_stage 'build dev' tasks_build_quietly dev gatehouse gatehouse-gateway demo_service
    tasks_stage 'real clients, dev' tasks_ctest dev -L e2e
}

# libFuzzer on every parser, for so many seconds each. CI runs the same targets with mutations of
# their seeds.
task_fuzz() {
    cd "$top"
    mkdir -p build
    export GATEHOUSE_FUZZ_SECONDS=${1:-60}
    tasks_stage 'build fuzz' tasks_build_quietly fuzz fuzzers
    tasks_stage 'fuzz' tasks_ctest fuzz
}
