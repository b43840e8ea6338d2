#!/usr/bin/env bash
# Makes a test patient, fuses its MR series, derives its structures, and shows what came of it; then has the service do the
# same from PACS to archive without a hand. Takes a minute once built.
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
command -v make >/dev/null 2>&1 || missing+=(make)
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
echo "1. A test patient: a thoracic spine as DICOM (CT, MR, structure sets, a plan and its dose), the same every time"
rm -rf "$out/patient"
"$root/contourflow" phantom --out "$out/patient" --seed 7 --site thoracic --dose

echo
echo "2. What is in the folder"
"$root/contourflow" inspect "$out/patient"

echo
echo "3. Fuse the MR series, derive, check, write"
"$root/contourflow" process "$out/patient" --out "$out/result"

echo
echo "4. The dose of a plan, held against the trial's Table 1 on the derived structures"
rm -rf "$out/scorecard"
"$root/contourflow" dose "$out/patient" "$out/result" --out "$out/scorecard" || [ $? -eq 18 ]

echo
echo "5. The same without a hand: a PACS sends the patient to the service, the results arrive in an archive"
rm -rf "$out/service" "$out/archive"
mkdir -p "$out/service" "$out/archive"
started=()
stop() {
    for process in "${started[@]}"; do kill "$process" 2>/dev/null || true; done
    for process in "${started[@]}"; do wait "$process" 2>/dev/null || true; done
    started=()
}
trap stop EXIT

# A port of the loopback address at which nobody answers.
free_port() {
    local port
    while port=$((20000 + RANDOM % 20000)) && (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
    echo "$port"
}

# Until the log of a process says what is waited for.
until_said() { # process log pattern
    for _ in $(seq 3000); do
        grep -q "$3" "$2" 2>/dev/null && return
        kill -0 "$1" 2>/dev/null || break
        sleep 0.1
    done
    cat "$2" >&2
    exit 1
}

service_port=$(free_port)
archive_port=$(free_port)
orthanc=$(command -v Orthanc || ([ -x /usr/sbin/Orthanc ] && echo /usr/sbin/Orthanc) || true)
if [ -n "$orthanc" ]; then
    cat >"$out/service/orthanc.json" <<EOF
{ "Name": "ARCHIVE", "DicomAet": "ARCHIVE", "DicomPort": $archive_port, "HttpPort": $(free_port), "RemoteAccessAllowed": false,
  "StorageDirectory": "$out/archive", "IndexDirectory": "$out/archive", "AuthenticationEnabled": false, "Plugins": [],
  "DicomAlwaysAllowFind": true,
  "DicomModalities": { "contourflow": { "AET": "CONTOURFLOW", "Host": "127.0.0.1", "Port": $service_port, "AllowNAction": true } } }
EOF
    echo "   The archive is Orthanc."
    TCP_NODELAY=1 "$orthanc" "$out/service/orthanc.json" >/dev/null 2>"$out/service/archive.log" &
    started+=($!)
    until_said $! "$out/service/archive.log" "Orthanc has started"
else
    echo "   The archive is our own receiver: Orthanc is not installed."
    "$root/contourflow" receive "$out/archive" --aet ARCHIVE --address 127.0.0.1 --port "$archive_port" \
        --peer "CONTOURFLOW@127.0.0.1:$service_port" 2>"$out/service/archive.log" &
    started+=($!)
    until_said $! "$out/service/archive.log" "Ctrl-C stops"
fi

cat >"$out/service/contourflow.json" <<EOF
{ "Data": "$out/service/data",
  "Receiver": { "Address": "127.0.0.1", "Port": $service_port },
  "Operations": { "Port": 0 }, "Review": { "Port": 0 },
  "Destinations": { "archive": { "Remote": "ARCHIVE@127.0.0.1:$archive_port" } } }
EOF
"$root/contourflow" serve --config "$out/service/contourflow.json" 2>"$out/service/service.log" >/dev/null &
started+=($!)
until_said $! "$out/service/service.log" "Receiving as"

# Each file once, by C-STORE, as a PACS sends a patient.
if command -v storescu >/dev/null 2>&1; then
    TCP_NODELAY=1 storescu -aet PACS -aec CONTOURFLOW +sd +r 127.0.0.1 "$service_port" "$out/patient" +sp '*.dcm'
else
    "$root/contourflow" send "$out/patient" --aet PACS --to "CONTOURFLOW@127.0.0.1:$service_port" --proof none --state "$out/service/sent" >/dev/null 2>&1
fi
until_said "${started[1]}" "$out/service/service.log" "archive has shown that it has the results"
"$root/contourflow" cases list --config "$out/service/contourflow.json"

echo
echo "   What the service made, and what the archive says that it has of it:"
cases=$("$root/contourflow" cases list --json --config "$out/service/contourflow.json")
case=$(sed -n 's/.*"case": "\([0-9a-f]*\)".*/\1/p' <<<"$cases" | head -n 1)
study=$(sed -n 's/.*"studyInstanceUid": "\([0-9.]*\)".*/\1/p' <<<"$cases" | head -n 1)
"$root/contourflow" cases results "$case" --out "$out/service/result" --config "$out/service/contourflow.json" >/dev/null
if [ -n "$orthanc" ]; then
    archived=$("$root/contourflow" find --from "ARCHIVE@127.0.0.1:$archive_port" --level Instance --study "$study" --json)
else
    archived=$(find "$out/archive" -name '*.dcm' -printf '"%f"\n' | sed 's/\.dcm"$/"/')
fi
faults=0
for file in "$out"/service/result/*.dcm; do
    name=$(basename "$file")
    uid=${name#*.}
    uid=${uid%.dcm}
    has="is in the archive"
    grep -qF "\"$uid\"" <<<"$archived" || { has="is NOT in the archive"; faults=1; }
    same="byte for byte what was made by hand above"
    cmp -s "$file" "$out/result/$name" || { same="NOT what was made by hand above"; faults=1; }
    echo "   $name $has, $same"
done
[ "$faults" -eq 0 ] || exit 1

# The dose came with the patient; it is scored on what the service derived.
until_said "${started[1]}" "$out/service/service.log" ": scored in "
echo
echo "   And what became of the dose that came with the patient:"
"$root/contourflow" cases show "$case" --config "$out/service/contourflow.json" | sed -n '/Dose/,$p' | sed '/^ *$/,$d'
stop
trap - EXIT

echo
echo "Open in a browser: $out/result/report.html, and $out/scorecard/dose.html"
