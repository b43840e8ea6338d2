#!/bin/sh
# Builds a native library with CMake; called by build/Native.targets.
# Usage: native.sh <folder of CMakeLists.txt> <build folder> <name of the library>
# Exit code 0: <build folder>/lib<name>.so is there. 3: CMake, a compiler or a library is not installed; no library is
# left. Anything else: it does not compile.
set -u
source=$1 folder=$2 name=$3
log=$folder/$name.log
mkdir -p "$folder" || exit 1

# Two builds that come here at once go one after the other; the second finds everything done.
if command -v flock >/dev/null 2>&1 && [ -z "${NATIVE_LOCKED:-}" ]; then
    NATIVE_LOCKED=1 exec flock "$folder/$name.lock" sh "$0" "$@"
fi

without() { # what stays behind from an earlier build must not be taken for this one's
    rm -f "$folder/lib$name.so" "$folder/$name.built"
    exit 3
}

command -v cmake >/dev/null 2>&1 || without
command -v "${CXX:-c++}" >/dev/null 2>&1 || without
# What CMake builds by; packages of it only recommend one.
[ -n "${CMAKE_GENERATOR:-}" ] || command -v make >/dev/null 2>&1 || without
if ! cmake -S "$source" -B "$folder/cmake" -DCMAKE_BUILD_TYPE=Release >"$log" 2>&1; then
    # A folder that was moved, or what an earlier CMake found missing: once more from nothing before it counts.
    rm -rf "$folder/cmake"
    if ! cmake -S "$source" -B "$folder/cmake" -DCMAKE_BUILD_TYPE=Release >"$log" 2>&1; then
        if grep -q "is not installed" "$log"; then without; fi
        cat "$log" >&2
        exit 1
    fi
fi
if ! cmake --build "$folder/cmake" --target "$name" --parallel "$(getconf _NPROCESSORS_ONLN)" >>"$log" 2>&1; then
    cat "$log" >&2
    exit 1
fi

# Whoever loads the library sees the old file or the new one, and never half of one.
if ! cmp -s "$folder/cmake/lib$name.so" "$folder/lib$name.so"; then
    cp "$folder/cmake/lib$name.so" "$folder/lib$name.so.part" && mv "$folder/lib$name.so.part" "$folder/lib$name.so" || exit 1
fi
touch "$folder/$name.built"
