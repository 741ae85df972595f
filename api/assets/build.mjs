// Builds what the pages load: `make assets`.
//
// Reads the entries below from this folder and packages from node_modules/; writes files named
// after their content to ../static/, and manifest.json there: what a template asks for, and the
// file that holds it. A file whose name holds its hash may be cached for ever, and a new build
// never changes what an open page has loaded.
//
// The manifest is written after the files it names, and what it no longer names is removed last,
// so a server that reads it at any moment finds every file.

import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "..", "static");

const entries = ["portal.css", "portal.js"];

// Served as they are. A licence that asks to travel with its files does.
const copies = {
  "favicon.svg": "favicon.svg",
  "htmx.js": "node_modules/htmx.org/dist/htmx.min.js",
  "htmx-licence.txt": "node_modules/htmx.org/LICENSE",
  "ibm-plex-licence.txt": "node_modules/@fontsource/ibm-plex-sans-arabic/LICENSE",
};

/** Bundle the entries; return their manifest, with that of the fonts they name. */
async function bundled() {
  const { metafile } = await build({
    absWorkingDir: here,
    entryPoints: entries,
    outdir: target,
    entryNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    publicPath: ".",
    bundle: true,
    minify: true,
    format: "iife",
    charset: "utf8",
    legalComments: "inline",
    loader: { ".woff2": "file", ".svg": "file" },
    target: ["es2022", "chrome100", "firefox100", "safari15.4"],
    metafile: true,
    logLevel: "warning",
  });
  const manifest = {};
  for (const [path, output] of Object.entries(metafile.outputs)) {
    const source = output.entryPoint ?? Object.keys(output.inputs)[0];
    manifest[basename(source)] = basename(path);
  }
  return manifest;
}

/** Copy these files under names that hold their hash; return their manifest. */
async function copied() {
  const manifest = {};
  for (const [name, path] of Object.entries(copies)) {
    const content = await readFile(join(here, path));
    const hash = createHash("sha256").update(content).digest("hex").slice(0, 8);
    const extension = extname(name);
    manifest[name] = `${basename(name, extension)}-${hash}${extension}`;
    await writeFile(join(target, manifest[name]), content);
  }
  return manifest;
}

/** Replace the manifest in one step, then remove the files of earlier builds. */
async function publish(manifest) {
  const sorted = Object.fromEntries(Object.entries(manifest).sort());
  const path = join(target, "manifest.json");
  await writeFile(`${path}.new`, `${JSON.stringify(sorted, null, 2)}\n`);
  await rename(`${path}.new`, path);
  const kept = new Set(["manifest.json", ...Object.values(sorted)]);
  const stale = (await readdir(target)).filter((name) => !kept.has(name));
  await Promise.all(stale.map((name) => rm(join(target, name), { recursive: true })));
}

await mkdir(target, { recursive: true });
await publish({ ...(await bundled()), ...(await copied()) });
