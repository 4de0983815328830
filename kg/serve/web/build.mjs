// src/ → ../pages/editor/editor.js and ../pages/walk/walk.js, each a script that needs nothing else, and the licences of what is in it.
// node build.mjs --check changes nothing and exits 1 where any is not what it would write.

import { build } from "esbuild";
import { mkdir, readFile, writeFile } from "node:fs/promises";

const SCRIPTS = { editor: "src/main.ts", walk: "src/walk.ts" };

for (const [script, entry] of Object.entries(SCRIPTS)) {
  const out = new URL(`../pages/${script}/`, import.meta.url);
  const made = await build({
    entryPoints: [entry],
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

  const wanted = { [`${script}.js`]: made.outputFiles[0].text };
  const licences = await held(made.metafile);
  if (licences.length) wanted[`${script}.LICENSES.txt`] = licences.join(`\n${"-".repeat(80)}\n\n`);
  for (const [name, text] of Object.entries(wanted)) {
    const file = new URL(name, out);
    if (process.argv.includes("--check")) {
      const there = await readFile(file, "utf8").catch(() => "");
      if (there !== text) {
        console.error(`${name} is not what src/ makes: npm run build`);
        process.exitCode = 1;
      }
    } else {
      await mkdir(out, { recursive: true });
      await writeFile(file, text);
    }
  }
}

// The licence of each package that is in a script.
async function held(metafile) {
  const names = new Set();
  for (const path of Object.keys(metafile.inputs)) {
    const found = path.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)\//);
    if (found) names.add(found[1]);
  }
  const licences = [];
  for (const name of [...names].sort()) {
    const folder = new URL(`node_modules/${name}/`, import.meta.url);
    const { version, license } = JSON.parse(await readFile(new URL("package.json", folder), "utf8"));
    const text = await readFile(new URL("LICENSE", folder), "utf8");
    licences.push(`${name} ${version} (${license})\n\n${text.trim()}\n`);
  }
  return licences;
}
