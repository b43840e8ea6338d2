// Builds the page: `node build.mjs [folder]`, by default into ../wwwroot. The same sources give the same bytes.
import { cp, mkdir, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const target = resolve(process.argv[2] ?? join(here, "..", "wwwroot"));

await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
await cp(join(here, "static"), target, { recursive: true });
await build({
  absWorkingDir: here,
  entryPoints: { review: "src/main.ts", signin: "src/signin/main.ts" },
  outdir: target,
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
});
await build({
  absWorkingDir: here,
  entryPoints: { review: "style/review.css" },
  outdir: target,
  bundle: true,
  minify: true,
  charset: "utf8",
  logLevel: "warning",
});
