#!/usr/bin/env bash
# Proves that an image has all that the program needs, by running it as a cluster runs it: nobody's user, a root file system that cannot be
# written, no capability, no new privilege. Says what held; ends with 1 at the first thing that did not. docs/container.md#proving
# Usage: prove.sh [folder]    (that of assemble.sh; default out/container of the repository)
# Needs root, Debian's packages podman, runc, curl, dcmtk, libgdcm-tools, and npm for the check of the SBOM.
#   CONTOURFLOW_PROGRAM    a program built on this machine ("dotnet .../contourflow.dll"), whose results have to be the same bytes
set -euo pipefail
source=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(cd -P "${1:-$source/out/container}" && pwd)
version=$(sed -n 's|.*<Version>\(.*\)</Version>.*|\1|p' "$source/Directory.Build.props")
image=localhost/contourflow:$version
for tool in podman runc curl dcmcjpls gdcmconv npm jq; do
    command -v "$tool" >/dev/null 2>&1 || { echo "prove.sh: '$tool' is needed" >&2; exit 1; }
done

podman() {
    command podman --root "$work/store" --runroot "$work/run" --storage-driver "$("$source/deploy/container/driver.sh" "$work")" \
        --runtime runc --cgroup-manager cgroupfs --events-backend file "$@"
}
# As deploy/k8s has it: what may be written is the data folder and /tmp.
hardened=(--read-only --read-only-tmpfs=false --tmpfs /tmp:rw,mode=1777 --cap-drop ALL --security-opt no-new-privileges
    --network host --ulimit nofile=4096:20000 --ulimit nproc=1000:1000)
run() { podman run --rm --no-healthcheck "${hardened[@]}" "$@"; }

service=
# Only what was started here.
end() {
    [ -z "$service" ] || podman rm --force --time 10 "$service" >/dev/null 2>&1 || true
    service=
}
trap end EXIT
held() { printf 'held: %s\n' "$*"; }
fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }

proof=$work/proof
rm -rf "$proof"
install -d -o 1654 -g 1654 "$proof" "$proof/data"

# 1. What it says of itself.
[ "$(podman image inspect --format '{{.Config.User}}' "$image")" = 1654:1654 ] || fail "its user is not 1654:1654"
[ "$(podman image inspect --format '{{index .Config.Labels "org.opencontainers.image.version"}}' "$image")" = "$version" ] || fail "its label names another version"
held "user 1654:1654, version $version, $(podman image inspect --format '{{.Size}}' "$image" | awk '{ printf "%.0f MB unpacked", $1 / 1e6 }')"
said=$(run "$image" version)
grep -q "^contourflow $version on .NET 10\." <<<"$said" || fail "version says: $said"
held "$said"

# 2. How it runs.
status=$(run --entrypoint /bin/sh "$image" -c 'cat /proc/self/status; id -u; id -g; touch /app/x /etc/x /var/lib/x 2>&1 || true')
grep -q '^CapEff:[[:space:]]*0*$' <<<"$status" || fail "it has capabilities"
grep -q '^CapBnd:[[:space:]]*0*$' <<<"$status" || fail "it could get capabilities"
grep -q '^NoNewPrivs:[[:space:]]*1$' <<<"$status" || fail "it could get privileges"
[ "$(grep -c '^1654$' <<<"$status")" -eq 2 ] || fail "it is not 1654"
[ "$(grep -c 'Read-only file system' <<<"$status")" -eq 3 ] || fail "its root file system can be written: $status"
[ -z "$(run --entrypoint /usr/bin/find "$image" / -xdev -perm /6000 -type f 2>/dev/null || true)" ] || fail "it has programs that become root"
held "no capability, no new privilege, nothing that becomes root, root file system read-only"

# 3. Every library that a library of ours is linked with.
linked=$(run --entrypoint /bin/sh "$image" -c 'ldd /app/*.so /app/contourflow')
! grep 'not found' <<<"$linked" || fail "libraries are missing"
grep -q libITKCommon <<<"$linked" && grep -q libcharls <<<"$linked" && grep -q libopenjp2 <<<"$linked" || fail "ITK, CharLS or OpenJPEG is not linked: $linked"
run --entrypoint /bin/sh "$image" -c 'ls /usr/lib/*/libgssapi_krb5.so.2 /usr/lib/*/libssl.so.3' >/dev/null || fail "OpenSSL or Kerberos is missing"
held "ITK, CharLS, OpenJPEG, SkiaSharp, SQLite, OpenSSL, Kerberos: every library is found"

# 4. The list of what is in it.
run --entrypoint /bin/cat "$image" /usr/share/sbom/contourflow.cdx.json >"$proof/contourflow.cdx.json"
validator=$work/validator
[ -d "$validator/node_modules" ] || { mkdir -p "$validator"; cp "$source/deploy/container/validator/"* "$validator/"; npm ci --prefix "$validator" --ignore-scripts --loglevel error >/dev/null; }
node "$validator/validate.mjs" "$proof/contourflow.cdx.json" || fail "its SBOM is not valid CycloneDX"
installed=$(run --entrypoint /usr/bin/dpkg-query "$image" --show --showformat '${Package}\n' | sort)
listed=$(jq -r '.components[] | select(.purl // "" | startswith("pkg:deb/")) | .name' "$proof/contourflow.cdx.json" | sort)
[ "$installed" = "$listed" ] || fail "its SBOM lists other packages of the system than it has"
shipped=$(run --entrypoint /bin/cat "$image" /app/contourflow.deps.json | jq -r '.libraries | to_entries[] | select(.value.type == "package") | .key | sub("/"; "@")' | sort)
listed=$(jq -r '.components[] | select(.purl // "" | startswith("pkg:nuget/")) | select(.type != "framework") | "\(.name)@\(.version)"' "$proof/contourflow.cdx.json" | sort)
[ "$(tr '[:upper:]' '[:lower:]' <<<"$shipped")" = "$(tr '[:upper:]' '[:lower:]' <<<"$listed")" ] || fail "its SBOM lists other NuGet packages than it has: $(diff <(echo "$shipped") <(echo "$listed"))"
for library in ITK Microsoft.NETCore.App Microsoft.AspNetCore.App; do
    jq -e --arg name "$library" 'any(.components[]; .name == $name)' "$proof/contourflow.cdx.json" >/dev/null || fail "its SBOM does not name $library"
done
held "SBOM valid, $(wc -l <<<"$installed") Debian and $(wc -l <<<"$shipped") NuGet packages, ITK $(jq -r '.components[] | select(.name == "ITK").version' "$proof/contourflow.cdx.json")"

# 5. A patient from end to end, fused by ITK.
run -v "$proof:/proof" "$image" phantom --out /proof/patient --seed 7 --site thoracic >/dev/null
run -v "$proof:/proof" "$image" process /proof/patient --out /proof/result >/dev/null
[ "$(find "$proof/result" -name 'RE.*.dcm' | wc -l)" -eq 2 ] || fail "its MR series were not fused: $(ls "$proof/result")"
[ "$(find "$proof/result" -name 'RS.*.dcm' | wc -l)" -eq 1 ] || fail "no structure set was written"
if [ -n "${CONTOURFLOW_PROGRAM:-}" ]; then
    # shellcheck disable=SC2086  # a command with its arguments
    $CONTOURFLOW_PROGRAM process "$proof/patient" --out "$proof/here" >/dev/null
    diff -r "$proof/result" "$proof/here" || fail "the same patient gave other results outside"
    held "phantom and process: both MR series fused, every file the same bytes as outside"
else
    held "phantom and process: both MR series fused"
fi

# 6. Compressed images, each compressed by others' tools.
for codec in jpegls jpeg2000; do
    mkdir -p "$proof/$codec/CT"
    cp "$proof/patient/RS_CT.dcm" "$proof/$codec/"
    for slice in "$proof"/patient/CT/*.dcm; do
        if [ "$codec" = jpegls ]; then dcmcjpls "$slice" "$proof/$codec/CT/$(basename "$slice")"; else gdcmconv --j2k "$slice" "$proof/$codec/CT/$(basename "$slice")"; fi
    done
    run -v "$proof:/proof" "$image" process "/proof/$codec" --out "/proof/$codec-result" --json >"$proof/$codec.json" || true
    [ "$(find "$proof/$codec-result" -name 'RS.*.dcm' | wc -l)" -eq 1 ] || fail "$codec images: $(cat "$proof/$codec.json")"
done
held "JPEG-LS and JPEG 2000 are read"

# 7. The service, its health, its page, its printed report.
free_port() {
    local port
    while port=$((20000 + RANDOM % 20000)) && (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
    echo "$port"
}
page=$(free_port)
mkdir "$proof/config"
cat >"$proof/config/contourflow.json" <<EOF
{ "Data": "/var/lib/contourflow", "WatchedFolder": { "Folder": "/inbox" },
  "Receiver": { "Address": "127.0.0.1", "Port": $(free_port) }, "Operations": { "Port": $(free_port) }, "Review": { "Port": $page } }
EOF
cp -r "$proof/patient" "$proof/inbox"
chown -R 1654:1654 "$proof/inbox"
service=contourflow-proof-$$
# Podman has systemd run health checks by the clock, which need not be here: this one is run by hand.
podman run --detach --name "$service" --health-interval disable "${hardened[@]}" -v "$proof/data:/var/lib/contourflow" -v "$proof/inbox:/inbox" \
    -v "$proof/config:/etc/contourflow:ro" "$image" serve --config /etc/contourflow/contourflow.json >/dev/null 2>"$proof/podman.log" || { cat "$proof/podman.log" >&2; fail "it did not start"; }
inside() { podman exec "$service" contourflow "$@" --config /etc/contourflow/contourflow.json; }
until_so() { # what, command
    local what=$1
    shift
    for _ in $(seq 300); do
        if "$@" >/dev/null 2>&1; then return; fi
        sleep 1
    done
    podman logs "$service" >&2
    fail "$what"
}
until_so "it was never ready" inside health --ready
inside health --ready
held "serve is ready, and says so by contourflow health"
podman healthcheck run "$service" >/dev/null || fail "the image's own health check fails"
held "the image's health check"

one_published() { [ "$(inside cases list --json | jq -r '.cases[] | select(.state == "finished" or .state == "published") | .case' | wc -l)" -eq 1 ]; }
until_so "the case was not processed" one_published
case=$(inside cases list --json | jq -r '.cases[0].case')
curl -fsS "http://127.0.0.1:$page/signin" | grep -q '<title>' || fail "the review page does not answer"
link=$(podman exec "$service" contourflow review --link --config /etc/contourflow/contourflow.json)
curl -fsS -c "$proof/cookies" -H 'Content-Type: application/json' -d "{\"token\":\"${link#*#token=}\",\"name\":\"prove.sh\"}" "http://127.0.0.1:$page/api/signin" >/dev/null
curl -fsS -b "$proof/cookies" "http://127.0.0.1:$page/" | grep -q review.js || fail "the review page's client is not there"
curl -fsS -b "$proof/cookies" -o "$proof/report.pdf" "http://127.0.0.1:$page/api/cases/$case/revisions/1/report.pdf"
head -c 5 "$proof/report.pdf" | grep -q '%PDF-' || fail "report.pdf is none"
held "the review page answers; its report is a PDF of $(stat -c %s "$proof/report.pdf") bytes"

# 8. It ends when it is asked to.
podman stop --time 60 "$service" >/dev/null 2>"$proof/podman.log" || { cat "$proof/podman.log" >&2; fail "it did not stop"; }
code=$(podman inspect --format '{{.State.ExitCode}}' "$service")
[ "$code" -eq 0 ] || { podman logs "$service" >&2; fail "asked to stop, it ended with $code"; }
held "asked to stop, it ends with 0"
end
echo "prove.sh: all of it held"
