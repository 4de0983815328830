// src/ → ../page/explorer.js, one script that needs nothing else, and the licences of what is in it.
// node build.mjs --check changes nothing and exits 1 where either is not what it would write.

import { build } from "esbuild";
import { readdir, readFile, writeFile } from "node:fs/promises";

const out = new URL("../page/", import.meta.url);

const made = await build({
  entryPoints: ["src/main.ts"],
  absWorkingDir: new URL(".", import.meta.url).pathname,
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  metafile: true,
  write: false,
});

const names = new Set();
for (const path of Object.keys(made.metafile.inputs)) {
  const found = path.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)\//);
  if (found) names.add(found[1]);
}
const licences = [];
for (const name of [...names].sort()) {
  const folder = new URL(`node_modules/${name}/`, import.meta.url);
  const { version, license } = JSON.parse(await readFile(new URL("package.json", folder), "utf8"));
  const file = (await readdir(folder)).find((one) => /^licen[cs]e(\.txt|\.md)?$/i.test(one));
  const text = await readFile(new URL(file, folder), "utf8");
  licences.push(`${name} ${version} (${license})\n\n${text.trim()}\n`);
}

const wanted = {
  "explorer.js": made.outputFiles[0].text,
  "explorer.LICENSES.txt": licences.join(`\n${"-".repeat(80)}\n\n`),
};
for (const [name, text] of Object.entries(wanted)) {
  const file = new URL(name, out);
  if (process.argv.includes("--check")) {
    const there = await readFile(file, "utf8").catch(() => "");
    if (there !== text) {
      console.error(`${name} is not what src/ makes: npm run build`);
      process.exitCode = 1;
    }
  } else {
    await writeFile(file, text);
  }
}
