# SPDX-License-Identifier: MIT

set(GATEHOUSE_SANITIZE "" CACHE STRING "Sanitizers for all of our code, e.g. address,undefined")

# Hundreds of test programs are linked again and again: with mold that takes a fraction of the time.
find_program(GATEHOUSE_MOLD mold)
if(GATEHOUSE_MOLD AND NOT DEFINED CMAKE_LINKER_TYPE AND CMAKE_VERSION VERSION_GREATER_EQUAL 3.29)
    set(CMAKE_LINKER_TYPE MOLD)
endif()

# Flags for our own code only; linked PRIVATE, so they never leak to users of a target.
add_library(project_options INTERFACE)
target_compile_features(project_options INTERFACE cxx_std_23)
target_compile_options(project_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Werror
    -Wno-missing-field-initializers) # designated initialisers may leave fields out
target_compile_definitions(project_options INTERFACE
    QT_NO_CAST_FROM_ASCII
    QT_NO_CAST_TO_ASCII
    QT_NO_FOREACH
    QT_DISABLE_DEPRECATED_UP_TO=0x060800)
# The same bytes wherever the clone lies: a compiler cache then serves every clone.
target_compile_options(project_options INTERFACE -ffile-prefix-map=${PROJECT_SOURCE_DIR}/=)
if(CMAKE_BUILD_TYPE STREQUAL "Release")
    # At -O2 GCC takes members of a std::variant or std::expected that are not in use for uninitialized.
    target_compile_options(project_options INTERFACE -Wno-maybe-uninitialized)
    target_compile_options(project_options INTERFACE
        -fstack-protector-strong -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
    # What nobody calls is not linked, and what is the same is there once: fewer resident pages.
    target_compile_options(project_options INTERFACE -ffunction-sections -fdata-sections)
    target_link_options(project_options INTERFACE LINKER:--gc-sections LINKER:-z,pack-relative-relocs)
    if(CMAKE_LINKER_TYPE STREQUAL "MOLD")
        target_link_options(project_options INTERFACE LINKER:--icf=safe)
    endif()
    target_compile_definitions(project_options INTERFACE QT_NO_DEBUG_OUTPUT GATEHOUSE_RELEASE)
endif()
if(GATEHOUSE_SANITIZE)
    target_compile_options(project_options INTERFACE
        -fsanitize=${GATEHOUSE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(project_options INTERFACE -fsanitize=${GATEHOUSE_SANITIZE})
endif()

# Most of the time of a compiler goes into the headers of Qt, Boost.JSON and the standard library:
# each library reads them once, and all tests share what tests/support has read.
option(GATEHOUSE_PRECOMPILE "Precompile the headers of libraries" ON)
function(project_precompile name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "REUSE" "")
    if(NOT GATEHOUSE_PRECOMPILE OR GATEHOUSE_LIBFUZZER)
        return()
    endif()
    if(arg_REUSE)
        target_precompile_headers(${name} REUSE_FROM ${arg_REUSE})
    else()
        target_precompile_headers(${name} PRIVATE ${PROJECT_SOURCE_DIR}/cmake/precompiled.h)
    endif()
    # A compiler cache needs it; definitions that no precompiled header looks at may differ.
    set_target_properties(${name} PROPERTIES PCH_WARN_INVALID OFF)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        target_compile_options(${name} PRIVATE -fpch-preprocess)
    endif()
endfunction()

# project_library(<name> [STATIC] DEPENDS <targets>... [USES <targets>...] SOURCES <files>...)
# DEPENDS: what the headers show; USES: what only the .cpp files see. Static where it is shipped;
# shared (BUILD_SHARED_LIBS) where hundreds of tests link it, which would hold a copy each, unless
# it is STATIC: executables that reuse its precompiled headers need the flags of their own code.
function(project_library name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "STATIC" "" "DEPENDS;USES;SOURCES")
    set(kind)
    if(arg_STATIC)
        set(kind STATIC)
    endif()
    add_library(${name} ${kind} ${arg_SOURCES})
    # Every symbol is exported where a library is shared, so nothing asks for <name>_EXPORTS.
    set_target_properties(${name} PROPERTIES AUTOMOC ON DEFINE_SYMBOL "")
    target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
    target_link_libraries(${name} PUBLIC ${arg_DEPENDS} PRIVATE ${arg_USES} project_options)
    project_precompile(${name})
endfunction()

# project_small(<library> [FOLDERS <folders>...]): what runs at start or now and then, all of it or
# these folders, is compiled for size, as its pages stay resident (docs/performance.md). Not what
# each request passes: that costs a tenth more CPU at -Os.
function(project_small name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "FOLDERS")
    if(NOT CMAKE_BUILD_TYPE STREQUAL "Release")
        return()
    endif()
    if(NOT arg_FOLDERS)
        target_compile_options(${name} PRIVATE -Os)
        return()
    endif()
    get_target_property(sources ${name} SOURCES)
    foreach(folder IN LISTS arg_FOLDERS)
        set(inside ${sources})
        list(FILTER inside INCLUDE REGEX "^${folder}/")
        set_property(SOURCE ${inside} APPEND PROPERTY COMPILE_OPTIONS -Os)
    endforeach()
endfunction()

# project_program(<name> USES <targets>... SOURCES <files>...): ends up in build/<preset>/bin.
function(project_program name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "USES;SOURCES")
    add_executable(${name} ${arg_SOURCES})
    set_target_properties(${name} PROPERTIES AUTOMOC ON)
    target_link_libraries(${name} PRIVATE ${arg_USES} project_options)
endfunction()

# A server that runs for months wants an allocator that is fast and does not fragment
# (docs/performance.md); sanitizers bring their own.
find_library(GATEHOUSE_JEMALLOC jemalloc)
function(project_allocator name)
    if(GATEHOUSE_JEMALLOC AND CMAKE_SYSTEM_NAME STREQUAL "Linux" AND NOT GATEHOUSE_SANITIZE)
        # Nothing names it, so the linker must be told to keep it.
        target_link_options(${name} PRIVATE LINKER:--push-state,--no-as-needed ${GATEHOUSE_JEMALLOC} LINKER:--pop-state)
    endif()
endfunction()

# A program that asks OCI by QNetworkAccessManager (see the file).
function(project_tcp_nodelay name)
    target_sources(${name} PRIVATE ${PROJECT_SOURCE_DIR}/app/common/tcpnodelay.cpp)
endfunction()

# project_test(<file.cpp> <targets>... [LAUNCHER <program>]): one executable and one CTest entry
# per file.
function(project_test file)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "LAUNCHER" "")
    cmake_path(GET file STEM name)
    add_executable(${name} ${file})
    set_target_properties(${name} PROPERTIES AUTOMOC ON
        RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
    target_link_libraries(${name} PRIVATE ${arg_UNPARSED_ARGUMENTS} test_support Qt6::Test project_options)
    project_precompile(${name} REUSE test_support)
    add_test(NAME ${name} COMMAND ${arg_LAUNCHER} $<TARGET_FILE:${name}>)
    set_tests_properties(${name} PROPERTIES TIMEOUT 60
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LANG=C.UTF-8;GATEHOUSE_TESTS_DIR=${PROJECT_SOURCE_DIR}/tests")
endfunction()

# project_fuzzer(<file.cpp> <seed folder under tests/fuzz/seeds> <targets>...)
# With Clang's libFuzzer where configured; elsewhere a small driver feeds it the seeds and
# mutations of them, so that it is compiled and run everywhere.
function(project_fuzzer file seeds)
    cmake_path(GET file STEM name)
    if(GATEHOUSE_LIBFUZZER)
        add_executable(${name} ${file})
        target_link_options(${name} PRIVATE -fsanitize=fuzzer)
    else()
        add_executable(${name} ${file} ${PROJECT_SOURCE_DIR}/tests/fuzz/mutate_main.cpp)
    endif()
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
    target_link_libraries(${name} PRIVATE ${ARGN} project_options)
    set(seed_folder ${PROJECT_SOURCE_DIR}/tests/fuzz/seeds/${seeds})
    if(GATEHOUSE_LIBFUZZER)
        # libFuzzer writes what it finds to the first folder, so that one is the build's. Inputs that
        # take long are mutated less often: that is three to six times as many in the same time.
        file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/corpus/${name})
        add_test(NAME ${name} COMMAND sh -c "exec \"$0\" -max_total_time=\${GATEHOUSE_FUZZ_SECONDS:-10} -entropic_scale_per_exec_time=1 -timeout=10 -rss_limit_mb=2048 -close_fd_mask=1 \"$@\""
            $<TARGET_FILE:${name}> ${CMAKE_BINARY_DIR}/corpus/${name} ${seed_folder})
    else()
        add_test(NAME ${name} COMMAND ${name} ${seed_folder})
    endif()
    set_tests_properties(${name} PROPERTIES LABELS fuzz)
    if(NOT GATEHOUSE_LIBFUZZER)
        set_tests_properties(${name} PROPERTIES TIMEOUT 120)
    endif()
    add_dependencies(fuzzers ${name})
endfunction()
