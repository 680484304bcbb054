// The verifier's two single files for strangers, out of the same sources as the command: dist/verifier/verify.mjs (plain
// Node, no packages) and verify.html (a page that is opened from disk, and may not load anything).
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { lastChange, ROOT } from './freshness.mjs';

const out = join(ROOT, 'dist', 'verifier');
const source = join(ROOT, 'src', 'verifier');
/** The sources that the last build read. */
const inputs = join(out, '.inputs');

/** In a browser hashing and signatures have other sources; everything else is the same. */
const BROWSER_FILES = { 'sha256.js': 'sha256.ts', 'ed25519.js': 'ed25519.ts' };

const forBrowser = {
  name: 'for-browser',
  setup(builder) {
    builder.onResolve({ filter: /(?:^|\/)(?:sha256|ed25519)\.js$/ }, ({ path }) => ({
      path: join(source, 'browser', BROWSER_FILES[path.slice(path.lastIndexOf('/') + 1)]),
    }));
  },
};

async function bundled(entry, options) {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(source, entry)],
    absWorkingDir: ROOT,
    bundle: true,
    format: 'esm',
    target: 'es2023',
    write: false,
    metafile: true,
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'warning',
    ...options,
  });
  return { text: outputFiles[0].text, files: Object.keys(metafile.inputs) };
}

const sha256 = (text) => `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;

/** Names and hashes as `sha256sum --check` reads them: what a verifier that came with evidence is held against. */
function writeSums(names) {
  const sums = names.map((name) => {
    const hash = createHash('sha256')
      .update(readFileSync(join(out, name)))
      .digest('hex');
    return `${hash}  ${name}\n`;
  });
  writeFileSync(join(out, 'SHA256SUMS'), sums.join(''));
}

export async function buildVerifier() {
  mkdirSync(out, { recursive: true });
  const program = await bundled('verify.main.ts', { platform: 'node' });
  writeFileSync(join(out, 'verify.mjs'), `#!/usr/bin/env node\n${program.text}`);
  const page = await bundled('browser/verify.main.ts', { platform: 'browser', plugins: [forBrowser] });
  // A closing tag within the script would end it.
  const script = page.text.replaceAll('</script', '<\\/script');
  const style = readFileSync(join(source, 'browser', 'verify.css'), 'utf8');
  const policy = `default-src 'none'; script-src ${sha256(script)}; style-src ${sha256(style)}; base-uri 'none'; form-action 'none'`;
  writeFileSync(
    join(out, 'verify.html'),
    `<!doctype html>
<html lang="de">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Nachweispaket prüfen</title>
<style>${style}</style>
</head>
<body>
<main id="page"><noscript>Diese Seite braucht JavaScript, um zu prüfen. Ohne: node verify.mjs DATEI.zip</noscript></main>
<script type="module">${script}</script>
</body>
</html>
`,
  );
  writeSums(['verify.html', 'verify.mjs']);
  const styles = ['src/verifier/browser/verify.css'];
  writeFileSync(inputs, JSON.stringify([...program.files, ...page.files, ...styles]));
}

export function verifierIsFresh() {
  if (!existsSync(inputs)) {
    return false;
  }
  const files = JSON.parse(readFileSync(inputs, 'utf8')).map((name) => join(ROOT, name));
  return files.every((file) => existsSync(file) && lastChange(file) <= lastChange(inputs));
}
