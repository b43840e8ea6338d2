#!/usr/bin/env bash
# Makes a test patient, fuses its MR series, derives its structures, and shows what came of it. Takes half a minute once
# built.
# Usage: ./demo.sh [folder]      (default: out/demo beside this script; its earlier contents of the demo are replaced)
set -euo pipefail
root=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=${1:-$root/out/demo}
out=${out%/}

# JPEG-LS and JPEG 2000 images are decoded, and MRs registered, by libraries of the system. Everything else needs nothing
# but .NET, so a machine where they cannot be installed shows the same.
missing=()
command -v cmake >/dev/null 2>&1 || missing+=(cmake)
command -v c++ >/dev/null 2>&1 || missing+=(g++)
[ -f /usr/include/charls/charls.h ] || missing+=(libcharls-dev)
[ -f /usr/include/openjpeg-2.5/openjpeg.h ] || missing+=(libopenjp2-7-dev)
compgen -G '/usr/include/ITK-5*' >/dev/null || missing+=(libinsighttoolkit5-dev)
if [ ${#missing[@]} -gt 0 ] && command -v apt-get >/dev/null 2>&1; then
    as_root=()
    [ "$(id -u)" -eq 0 ] || as_root=(sudo -n)
    echo "Installing to build with: ${missing[*]}"
    { "${as_root[@]}" apt-get update -qq &&
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >/dev/null 2>&1 ||
        echo "demo.sh: could not install ${missing[*]}; JPEG-LS and JPEG 2000 images and registration will be refused" >&2
fi

"$root/contourflow" version

echo
echo "1. A test patient: a thoracic spine as DICOM (CT, MR, structure sets), the same every time"
rm -rf "$out/patient"
"$root/contourflow" phantom --out "$out/patient" --seed 7 --site thoracic

echo
echo "2. What is in the folder"
"$root/contourflow" inspect "$out/patient"

echo
echo "3. Fuse the MR series, derive, check, write"
"$root/contourflow" process "$out/patient" --out "$out/result"

echo
echo "4. Send the results to an archive (here: our own receiver) and have it prove that it keeps them"
rm -rf "$out/archive" "$out/sent"
"$root/contourflow" receive "$out/archive" --aet ARCHIVE --address 127.0.0.1 --port 0 2>"$out/receive.log" &
receiver=$!
trap 'kill "$receiver" 2>/dev/null || true' EXIT
for _ in $(seq 300); do
    port=$(sed -n 's/^Receiving as .* on port \([0-9]*\)\..*/\1/p' "$out/receive.log")
    [ -n "$port" ] && break
    kill -0 "$receiver" 2>/dev/null || { cat "$out/receive.log" >&2; exit 1; }
    sleep 0.1
done
"$root/contourflow" send "$out/result" --to "ARCHIVE@127.0.0.1:$port" --state "$out/sent" 2>/dev/null
kill "$receiver"
wait "$receiver"
trap - EXIT

echo
echo "Open in a browser: $out/result/report.html"
