#!/usr/bin/env bash
# Makes the image of the Dockerfile beside it where no registry of images can be reached: the images that it begins with are made
# here, Debian's by debootstrap and Microsoft's of the .NET SDK that is installed. All else is the Dockerfile's own. docs/container.md
# Usage: assemble.sh [folder]     (default: out/container of the repository; the images are kept in it)
# Needs root, Debian's packages buildah, debootstrap and runc, the .NET SDK 10, and Debian's and NuGet's registries.
#   CONTOURFLOW_DEBIAN_MIRROR   where Debian's packages come from; default http://deb.debian.org
set -euo pipefail
source=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=${1:-$source/out/container}
mirror=${CONTOURFLOW_DEBIAN_MIRROR:-http://deb.debian.org}
mkdir -p "$work"
work=$(cd -P "$work" && pwd)
for tool in buildah debootstrap dotnet; do
    command -v "$tool" >/dev/null 2>&1 || { echo "assemble.sh: '$tool' is needed" >&2; exit 1; }
done
[ "$(id -u)" -eq 0 ] || { echo "assemble.sh: root is needed, to make a root file system" >&2; exit 1; }

# A store of our own: what is made here leaves the machine's images alone. Without a kernel's or a container's leave for more,
# builds go on in a chroot.
export BUILDAH_ISOLATION=chroot
store=(--root "$work/store" --runroot "$work/run" --storage-driver "$("$source/deploy/container/driver.sh" "$work")")

debian() {
    local root=$work/debian
    if [ ! -f "$root.made" ]; then
        rm -rf "$root"
        ! has contourflow-debian || buildah "${store[@]}" rmi --force localhost/contourflow-debian >/dev/null
        debootstrap --variant=minbase --components=main bookworm "$root" "$mirror/debian" >"$work/debootstrap.log" ||
            { tail -n 20 "$work/debootstrap.log" >&2; exit 1; }
        # As in the image that it stands for: security's packages too, no documents but licences, and nothing that was downloaded.
        printf 'deb %s bookworm main\ndeb %s bookworm-updates main\ndeb %s bookworm-security main\n' \
            "$mirror/debian" "$mirror/debian" "$mirror/debian-security" >"$root/etc/apt/sources.list"
        printf 'path-exclude /usr/share/doc/*\npath-include /usr/share/doc/*/copyright\npath-exclude /usr/share/man/*\npath-exclude /usr/share/locale/*\n' \
            >"$root/etc/dpkg/dpkg.cfg.d/slim"
        find "$root/usr/share/doc" -type f ! -name copyright -delete
        find "$root/usr/share/doc" -type l -delete
        rm -rf "$root"/usr/share/{man,locale,info,lintian}/* "$root"/var/lib/apt/lists/* "$root"/var/cache/apt/* "$root"/var/log/*
        touch "$root.made"
    fi
    has contourflow-debian || image "$work/debian" / contourflow-debian
}

# Whether an image is in the store already: what is made of it need not be made anew. <name>
has() { [ -n "$(buildah "${store[@]}" images --quiet --filter "reference=localhost/$1" 2>/dev/null)" ]; }

# An image of one folder: <folder> <its place> <name>
image() {
    local made
    made=$(buildah "${store[@]}" from scratch)
    buildah "${store[@]}" add --quiet "$made" "$1" "$2" >/dev/null
    buildah "${store[@]}" commit --quiet --rm "$made" "localhost/$3" >/dev/null
}

dotnet_images() {
    local sdk part
    sdk=$(dirname "$(readlink -f "$(command -v dotnet)")")
    sdk_version=$(cd "$source" && dotnet --version)
    if has "contourflow-sdk:$sdk_version"; then return; fi
    rm -rf "$work/aspnet"
    mkdir "$work/aspnet"
    for part in dotnet host shared LICENSE.txt ThirdPartyNotices.txt; do
        [ ! -e "$sdk/$part" ] || cp -a "$sdk/$part" "$work/aspnet/"
    done
    # What others may have installed beside ASP.NET belongs to no image of it.
    find "$work/aspnet/shared" -mindepth 1 -maxdepth 1 ! -name Microsoft.NETCore.App ! -name Microsoft.AspNetCore.App -exec rm -rf {} +
    image "$work/aspnet" /usr/share/dotnet "contourflow-aspnet:$sdk_version"
    rm -rf "$work/aspnet"
    image "$sdk" /usr/share/dotnet "contourflow-sdk:$sdk_version"
}

debian
dotnet_images

# NuGet's packages that are here already, and whom this machine trusts.
packages=${NUGET_PACKAGES:-$HOME/.nuget/packages}
mkdir -p "$packages"
options=(--volume "$packages:/root/.nuget/packages")
if [ -n "${SSL_CERT_FILE:-}" ]; then
    options+=(--volume "$SSL_CERT_FILE:/run/authorities.pem:ro" --build-arg SSL_CERT_FILE=/run/authorities.pem)
fi
version=$(sed -n 's|.*<Version>\(.*\)</Version>.*|\1|p' "$source/Directory.Build.props")
revision=$(git -C "$source" rev-parse HEAD 2>/dev/null || true)
# Of one commit the same image again, as far as Debian's packages are the same.
time=$(git -C "$source" log -1 --format=%ct 2>/dev/null || echo 0)
buildah "${store[@]}" build --format docker --layers --timestamp "$time" "${options[@]}" \
    --build-arg DEBIAN_IMAGE=localhost/contourflow-debian --build-arg SDK_IMAGE="localhost/contourflow-sdk:$sdk_version" --build-arg ASPNET_IMAGE="localhost/contourflow-aspnet:$sdk_version" \
    --build-arg VERSION="$version" --build-arg REVISION="$revision" --pull-never \
    --file "$source/deploy/container/Dockerfile" --tag "localhost/contourflow:$version" "$source"
buildah "${store[@]}" images "localhost/contourflow:$version"
echo "assemble.sh: localhost/contourflow:$version is in $work; deploy/container/prove.sh proves it"
