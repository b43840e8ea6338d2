#!/usr/bin/env bash
# Makes a test patient, derives its structures, and shows what came of it. Takes a few seconds once built.
# Usage: ./demo.sh [folder]      (default: out/demo beside this script; its earlier contents of the demo are replaced)
set -euo pipefail
root=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=${1:-$root/out/demo}
out=${out%/}

# The program needs nothing but .NET: its pictures are drawn without fonts or libraries of the system.
"$root/contourflow" version

echo
echo "1. A test patient: a thoracic spine as DICOM (CT, MR, structure sets), the same every time"
rm -rf "$out/patient"
"$root/contourflow" phantom --out "$out/patient" --seed 7 --site thoracic

echo
echo "2. What is in the folder"
"$root/contourflow" inspect "$out/patient"

echo
echo "3. Derive, check, write"
"$root/contourflow" process "$out/patient" --out "$out/result"

echo
echo "Open in a browser: $out/result/report.html"
