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
# Other people's DICOM tools judge what we write, and the service runs over a real broker and database. Tests that need an
# absent one are skipped and say so.
missing=()
command -v cmake >/dev/null 2>&1 || missing+=(cmake)
command -v c++ >/dev/null 2>&1 || missing+=(g++)
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

# Real DICOM files, where they are at hand; they are not part of the repository.
if [ -z "${CONTOURFLOW_TEST_DATA:-}" ] && [ -d "$root/../shared/data" ]; then
    CONTOURFLOW_TEST_DATA=$(cd -P "$root/../shared/data" && pwd)
    export CONTOURFLOW_TEST_DATA
fi

if ! dotnet build ContourFlow.sln --configuration Release --verbosity quiet --nologo \
    --disable-build-servers -nodeReuse:false -consoleLoggerParameters:NoSummary; then
    echo "test.sh: the build failed" >&2
    finish 0 0 0 1
fi

status=0
if ! dotnet format ContourFlow.sln --verify-no-changes --no-restore --verbosity quiet; then
    echo "test.sh: the formatting differs; 'dotnet format' mends it" >&2
    status=1
fi

results=$root/TestResults
rm -rf "$results"
dotnet test --solution ContourFlow.sln --configuration Release --no-build --no-progress \
    --results-directory "$results" --report-xunit-trx || status=1

# The totals come from the reports of the test projects, one each.
total() { # attribute
    find "$results" -name '*.trx' -exec grep -ho '<Counters [^>]*>' {} + 2>/dev/null |
        grep -o " $1=\"[0-9]*\"" | tr -dc '0-9\n' | awk '{ n += $1 } END { print n + 0 }'
}
passed=$(total passed)
failed=$(($(total failed) + $(total error) + $(total timeout) + $(total aborted)))
skipped=$(($(total notExecuted) + $(total inconclusive)))

if [ "$failed" -gt 0 ] || [ $((passed + failed)) -eq 0 ]; then status=1; fi
finish "$passed" "$failed" "$skipped" "$status"
