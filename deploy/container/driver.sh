#!/usr/bin/env bash
# Says how a store of images in this folder can be kept: by overlays where the kernel lets us mount them, else by whole copies.
# Usage: driver.sh <folder>
set -euo pipefail
probe=$(mktemp -d "$1/overlay.XXXXXX")
trap 'rm -rf "$probe"' EXIT
mkdir "$probe/lower" "$probe/upper" "$probe/work" "$probe/merged"
if mount -t overlay overlay -o "lowerdir=$probe/lower,upperdir=$probe/upper,workdir=$probe/work" "$probe/merged" 2>/dev/null; then
    umount "$probe/merged"
    echo overlay
else
    echo vfs
fi
