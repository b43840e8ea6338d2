#!/usr/bin/env bash
# Lists what an image is made of, as CycloneDX 1.6 (JSON): the program and its NuGet packages, .NET, the system's packages, and which of
# these each native library of ours needs. The same image gives the same list: it has no time in it, and its number is made of its content.
# Usage: sbom.sh <root of the image> <published program> <file to write>
#   <root of the image>   has var/lib/dpkg/status and usr/share/dotnet/shared
# Needs jq, dpkg, the .NET SDK, the tool of .config/dotnet-tools.json (dotnet tool restore) and packages that are restored.
set -euo pipefail
image=$(cd -P "$1" && pwd) program=$(cd -P "$2" && pwd) out=$3
source=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# NuGet packages with their licences and hashes; of these only those that were published, without what the build alone uses.
(cd "$source" && dotnet tool run dotnet-CycloneDX src/Worker/Worker.csproj --framework net10.0 --disable-package-restore \
    --no-serial-number --spec-version 1.6 --output-format Json --output "$work" --filename nuget.json) >"$work/nuget.log" || { cat "$work/nuget.log" >&2; exit 1; }

# The system's packages.
dpkg-query --admindir="$image/var/lib/dpkg" --show \
    --showformat='${db:Status-Status}\t${Package}\t${Version}\t${Architecture}\t${source:Package}\t${source:Version}\n' |
    jq -R -s 'split("\n") | map(select(. != "") | split("\t") | select(.[0] == "installed")
        | { package: .[1], version: .[2], architecture: .[3], source: .[4], sourceVersion: .[5] })' >"$work/system.json"

# .NET: a folder a framework, in it one a version.
(cd "$image/usr/share/dotnet/shared" && printf '%s\n' */*/) |
    jq -R -s 'split("\n") | map(select(. != "") | split("/") | { framework: .[0], version: .[1] })' >"$work/frameworks.json"

# Native libraries, and the system's packages that have what they are linked with.
for library in "$program"/*.so; do
    ldd "$library" | awk '$2 == "=>" && $3 ~ /^\// { print $3 }' | while read -r needed; do
        dpkg-query --search "*/$(basename "$needed")" | sed -n "s|: .*/$(basename "$needed")\$||p" | sed 's/:.*//'
    done | LC_ALL=C sort -u |
        jq -R -s --arg file "$(basename "$library")" --arg sha256 "$(sha256sum <"$library" | cut -d' ' -f1)" \
            'split("\n") | map(select(. != "")) | { file: $file, sha256: $sha256, packages: . }'
done | jq -s . >"$work/libraries.json"

version=$(sed -n 's|.*<Version>\(.*\)</Version>.*|\1|p' "$source/Directory.Build.props")
jq -n -S --arg version "$version" --arg architecture "$(dpkg --print-architecture)" \
    --slurpfile nuget "$work/nuget.json" --slurpfile system "$work/system.json" --slurpfile frameworks "$work/frameworks.json" \
    --slurpfile libraries "$work/libraries.json" --slurpfile published "$program/contourflow.deps.json" -f "${BASH_SOURCE[0]%.sh}.jq" >"$work/bom.json"

# What a list names and does not have is a library that the image lacks.
jq -r '([.metadata.component, .components[]] | map(.["bom-ref"])) as $there | [.dependencies[] | .ref, .dependsOn[]?] - $there | unique[]' "$work/bom.json" >"$work/missing"
if [ -s "$work/missing" ]; then
    echo "sbom.sh: needed, and not in the image:" >&2
    cat "$work/missing" >&2
    exit 1
fi

# A number of its own (RFC 9562, version 8: made of a hash of the content).
hash=$(sha256sum <"$work/bom.json")
serial="${hash:0:8}-${hash:8:4}-8${hash:13:3}-8${hash:17:3}-${hash:20:12}"
jq --arg serial "urn:uuid:$serial" '. + { serialNumber: $serial }' "$work/bom.json" >"$out"
