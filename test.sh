#!/usr/bin/env bash
# Builds everything, checks the formatting and runs every test.
# The last line is "N passed, N failed, N skipped"; the exit code is 0 only when tests ran and none failed.
set -uo pipefail
root=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$root" || exit 1
# CI turns the analyzers on.
export CI=true DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

finish() { # passed failed skipped exit-code
    echo "$1 passed, $2 failed, $3 skipped"
    exit "$4"
}

if ! command -v dotnet >/dev/null 2>&1; then
    echo "test.sh: the .NET SDK 10 is needed and 'dotnet' was not found: https://dotnet.microsoft.com/download" >&2
    finish 0 0 0 1
fi

# What the build makes its native libraries of: JPEG-LS and JPEG 2000 (src/Dicom/native), registration (src/Itk/native).
# Without them these are refused.
# Other people's DICOM tools judge what we write, the service runs over a real broker and database, and its page in a real browser. Tests that need an
# absent one are skipped and say so.
missing=()
command -v cmake >/dev/null 2>&1 || missing+=(cmake)
command -v c++ >/dev/null 2>&1 || missing+=(g++)
command -v make >/dev/null 2>&1 || missing+=(make)
[ -f /usr/include/charls/charls.h ] || missing+=(libcharls-dev)
[ -f /usr/include/openjpeg-2.5/openjpeg.h ] || missing+=(libopenjp2-7-dev)
compgen -G '/usr/include/ITK-5*' >/dev/null || missing+=(libinsighttoolkit5-dev)
command -v gdcmconv >/dev/null 2>&1 || missing+=(libgdcm-tools)
command -v dcmdump >/dev/null 2>&1 || missing+=(dcmtk)
command -v dciodvfy >/dev/null 2>&1 || missing+=(dicom3tools)
command -v Orthanc >/dev/null 2>&1 || [ -x /usr/sbin/Orthanc ] || missing+=(orthanc)
[ -f /usr/share/orthanc/plugins/libOrthancDicomWeb.so ] || missing+=(orthanc-dicomweb)
compgen -G '/usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin/rabbitmq-server' >/dev/null || missing+=(rabbitmq-server)
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
command -v rsync >/dev/null 2>&1 || missing+=(rsync)
[ -x /usr/bin/chromium ] || missing+=(chromium)
command -v promtool >/dev/null 2>&1 || missing+=(prometheus)
command -v curl >/dev/null 2>&1 || missing+=(curl)
/usr/bin/python3 -c 'import pydicom' >/dev/null 2>&1 || missing+=(python3-pydicom)
/usr/bin/python3 -c 'import numpy' >/dev/null 2>&1 || missing+=(python3-numpy)
if [ ${#missing[@]} -gt 0 ]; then
    as_root=()
    [ "$(id -u)" -eq 0 ] || as_root=(sudo -n)
    if command -v apt-get >/dev/null 2>&1; then
        echo "Installing for the build and the tests: ${missing[*]}"
        "${as_root[@]}" apt-get update -qq || echo "test.sh: apt-get update failed; trying with the lists that are here" >&2
        # RUNLEVEL=1: a package that brings a service does not start it.
        "${as_root[@]}" env RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null ||
            echo "test.sh: could not install ${missing[*]}; what needs them is left out or skipped" >&2
    else
        echo "test.sh: not installed: ${missing[*]}; what needs them is left out or skipped" >&2
    fi
fi

# The provider that signing in to the review page is tested against; it lies outside the repository, and is installed once.
if [ -z "${CONTOURFLOW_OIDC_PROVIDER:-}" ] && command -v npm >/dev/null 2>&1; then
    CONTOURFLOW_OIDC_PROVIDER=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/contourflow/oidc-provider-9.13.3
    if [ ! -d "$CONTOURFLOW_OIDC_PROVIDER/node_modules/oidc-provider" ]; then
        echo "Installing for the tests: oidc-provider (npm)"
        mkdir -p "$CONTOURFLOW_OIDC_PROVIDER" &&
            npm install --prefix "$CONTOURFLOW_OIDC_PROVIDER" --no-audit --no-fund --ignore-scripts --loglevel error oidc-provider@9.13.3 >/dev/null ||
            echo "test.sh: could not install oidc-provider; what needs it is skipped" >&2
    fi
    export CONTOURFLOW_OIDC_PROVIDER
fi

# Real DICOM files, where they are at hand; they are not part of the repository.
if [ -z "${CONTOURFLOW_TEST_DATA:-}" ] && [ -d "$root/../shared/data" ]; then
    CONTOURFLOW_TEST_DATA=$(cd -P "$root/../shared/data" && pwd)
    export CONTOURFLOW_TEST_DATA
fi

# What checks, tests and builds the review page's client; without it these tests are skipped and say so.
if command -v npm >/dev/null 2>&1 && [ ! -d src/Review/client/node_modules/esbuild ]; then
    echo "Installing for the tests: the client's packages (npm)"
    npm ci --prefix src/Review/client --loglevel error >/dev/null ||
        echo "test.sh: could not install the client's packages; what needs them is skipped" >&2
fi

# What judges the Kubernetes manifests; without it these tests are skipped and say so.
if command -v npm >/dev/null 2>&1 && [ ! -d tests/Deploy.Tests/validators/node_modules/kubernetes-models ]; then
    echo "Installing for the tests: the validators' packages (npm)"
    npm ci --prefix tests/Deploy.Tests/validators --loglevel error >/dev/null ||
        echo "test.sh: could not install the validators' packages; what needs them is skipped" >&2
fi

if ! dotnet build ContourFlow.sln --configuration Release --verbosity quiet --nologo \
    --disable-build-servers -nodeReuse:false -consoleLoggerParameters:NoSummary; then
    echo "test.sh: the build failed" >&2
    finish 0 0 0 1
fi

status=0
# Style and most of the formatting have been judged by the build's analyzers; this is the rest.
if ! dotnet format whitespace ContourFlow.sln --verify-no-changes --no-restore --verbosity quiet; then
    echo "test.sh: the formatting differs; 'dotnet format' mends it" >&2
    status=1
fi

results=$root/TestResults
rm -rf "$results"
mkdir -p "$results"

# Several projects at a time, those that take longest first, lest one of them runs on alone at the end. A third one fills the time in which the others wait
# for servers. What a project said is shown when it is through.
run_project() { # name
    local name=$1 code=0 began=$SECONDS
    local program=tests/$name.Tests/bin/Release/net10.0/ContourFlow.$name.Tests
    "$program" --results-directory "$results" --report-xunit-trx --report-xunit-trx-filename "$name.trx" --progress off --ansi off \
        >"$results/$name.log" 2>&1 </dev/null || code=$?
    printf '=== %s: %d s, exit code %d\n%s\n' "$name" $((SECONDS - began)) "$code" "$(cat "$results/$name.log")"
    [ "$code" -eq 0 ]
}
export -f run_project
export results
longest=(EndToEnd Dicom Contouring Storage Worker Deploy Review)
others=()
for project in tests/*.Tests/*.Tests.csproj; do
    name=$(basename "$project" .Tests.csproj)
    [[ " ${longest[*]} " == *" $name "* ]] || others+=("$name")
done
# Short-lived programs gain nothing by being watched for later optimisation.
export DOTNET_TieredPGO=0
printf '%s\n' "${longest[@]}" "${others[@]}" | xargs -P 3 -I{} bash -c 'run_project {}' || status=1

# The totals come from the reports of the test projects, one each.
total() { # attribute
    find "$results" -name '*.trx' -exec grep -ho '<Counters [^>]*>' {} + 2>/dev/null |
        grep -o " $1=\"[0-9]*\"" | tr -dc '0-9\n' | awk '{ n += $1 } END { print n + 0 }'
}
passed=$(total passed)
failed=$(($(total failed) + $(total error) + $(total timeout) + $(total aborted)))
skipped=$(($(total notExecuted) + $(total inconclusive)))

# A project that died has no report.
for name in "${longest[@]}" "${others[@]}"; do
    [ -f "$results/$name.trx" ] || { echo "test.sh: $name.Tests ended without a report" >&2; status=1; }
done
if [ "$failed" -gt 0 ] || [ $((passed + failed)) -eq 0 ]; then status=1; fi
finish "$passed" "$failed" "$skipped" "$status"
