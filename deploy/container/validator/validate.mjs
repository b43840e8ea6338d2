// Holds a file against the schema of CycloneDX 1.6; ends with 1 and the faults where it does not fit.
// Usage: node validate.mjs <file>
import { readFile } from "node:fs/promises";
import { Spec, Validation } from "@cyclonedx/cyclonedx-library";

const faults = await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(await readFile(process.argv[2], "utf8"));
if (faults !== null) {
  console.error(JSON.stringify(faults, null, 2));
  process.exit(1);
}
