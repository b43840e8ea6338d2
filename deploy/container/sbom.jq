# Puts together what sbom.sh gathered.

# A part of a package URL.
def part: @uri;

def deb: "pkg:deb/debian/\(.package | part)@\(.version | part)?arch=\(.architecture)&distro=debian-12&upstream=\(.source | part)%40\(.sourceVersion | part)";

($published[0].libraries | with_entries(select(.value.type == "package")) | keys | map(ascii_downcase)) as $shipped
| ($nuget[0].components | map(select("\(.name)/\(.version)" | ascii_downcase | IN($shipped[])))) as $packages
| ($packages | map(.["bom-ref"])) as $refs
| ($system[0] | map({ key: .package, value: deb }) | from_entries) as $debs
| (if $architecture == "amd64" then "linux-x64" else "linux-\($architecture)" end) as $platform
| ($frameworks[0] | map({
    type: "framework",
    name: .framework,
    version: .version,
    purl: "pkg:nuget/\(.framework | sub("\\.App$"; ".App.Runtime")).\($platform)@\(.version)",
    licenses: [{ license: { id: "MIT" } }],
  } | . + { "bom-ref": .purl })) as $runtimes
# Registration decides results: it is named by itself, and not only as a package of the system.
| ($system[0] | map(select(.package | test("^libinsighttoolkit[0-9.]+$"))) | if length == 1 then .[0] else error("ITK is not installed once") end) as $itkPackage
| ($itkPackage.version | sub("-[^-]*$"; "") | sub("\\+.*$"; "")) as $itkVersion
| {
    type: "library", name: "ITK", version: $itkVersion, description: "Insight Toolkit, as the system's package builds it",
    purl: "pkg:github/insightsoftwareconsortium/itk@v\($itkVersion)", licenses: [{ license: { id: "Apache-2.0" } }],
  } as $itk
| ($itk + { "bom-ref": $itk.purl }) as $itk
| ($libraries[0] | map({ type: "file", name: .file, "bom-ref": "file:\(.file)", hashes: [{ alg: "SHA-256", content: .sha256 }] })) as $files
| {
    bomFormat: "CycloneDX", specVersion: "1.6", version: 1,
    metadata: {
      component: {
        type: "container", "bom-ref": "contourflow", name: "contourflow", version: $version, licenses: [{ license: { id: "Apache-2.0" } }],
      },
    },
    components: (
      $packages + $runtimes + [$itk] + $files
      + ($system[0] | map({ type: "library", name: .package, version: .version, purl: deb, "bom-ref": deb }))
      | sort_by(.["bom-ref"])),
    dependencies: (
      [{ ref: "contourflow", dependsOn: (($refs + ($runtimes | map(.["bom-ref"])) + ($files | map(.["bom-ref"]))) | sort) }]
      + ($nuget[0].dependencies | map(select(.ref | IN($refs[])) | { ref: .ref, dependsOn: ((.dependsOn // []) | map(select(IN($refs[]))) | sort) }))
      + ($libraries[0] | map({
          ref: "file:\(.file)",
          dependsOn: ((.packages | map($debs[.] // "deb \(.)")) + (if .packages | any(startswith("libinsighttoolkit")) then [$itk["bom-ref"]] else [] end) | sort),
        }))
      + [{ ref: $itk["bom-ref"], dependsOn: [$debs[$itkPackage.package]] }]
      | sort_by(.ref)),
  }
