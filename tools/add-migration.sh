#!/usr/bin/env bash
# Writes a migration of the registry for both databases: tools/add-migration.sh NAME
# Needs the tool dotnet-ef in the version of Entity Framework in Directory.Packages.props:
#   dotnet tool install dotnet-ef --version 10.0.15 --tool-path DIR      (DOTNET_EF=DIR/dotnet-ef)
set -euo pipefail
name=$1
tool=${DOTNET_EF:-dotnet-ef}
cd "$(dirname "$0")/../src/Storage"
export WriteMigrations=true
dotnet build -c Debug -v q --nologo -p:GenerateRuntimeConfigurationFiles=true
for provider in Sqlite PostgreSql; do
  folder=Registry/Migrations/$provider
  "$tool" migrations add "$name" --no-build --context "${provider}Registry" -o "$folder"
  # The model is where the tool puts it: beside its own idea of a folder.
  for file in $(git ls-files --others --modified --exclude-standard "$folder"); do
    if grep -q '^namespace [^;]*$' "$file"; then
      sed -i -e '1s/^\xEF\xBB\xBF//' -e '/^{\r\{0,1\}$/d' -e '/^}\r\{0,1\}$/d' -e 's/^namespace \([A-Za-z.]*\)/namespace \1;\n/' -e 's/^    public partial/    internal partial/' -e 's/^    //' "$file"
    fi
  done
done
