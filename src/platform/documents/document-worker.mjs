// Sets documents with Typst, one after the other, apart from the thread that answers requests. Plain JavaScript and
// found through packageRoot(): a Worker loads neither TypeScript nor what a test runner has transformed in memory.

import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';

/** Replacing a character can bring no other up that is missing, but a cluster may be told of only in part. */
const ATTEMPTS = 3;
const PLACE = '.attached';
/** Would let a name be read in another order than it is written. */
const TURNS_TEXT = /[\u202A-\u202E\u2066-\u2069]/;

/** One for each folder of templates: what lies outside of it cannot be read. */
const compilers = new Map();

parentPort.on('message', ({ id, job }) => {
  try {
    const bytes = set(job);
    parentPort.postMessage({ id, bytes }, [bytes.buffer]);
  } catch (error) {
    parentPort.postMessage({ id, fault: faultOf(error) });
  }
});

function set({ template, json, standard, createdAt, attachments }) {
  const root = dirname(template);
  const compiler = compilers.get(root) ?? NodeCompiler.create({ workspace: root });
  compilers.set(root, compiler);
  const shadows = attachments.map(({ bytes }, index) => {
    const path = join(root, PLACE, String(index));
    compiler.mapShadow(path, Buffer.from(bytes));
    return path;
  });
  const attached = JSON.stringify(
    attachments.map(({ name, mime, description }, index) => ({
      path: `${PLACE}/${index}`,
      name,
      mime,
      description,
    })),
  );
  try {
    return withKnownGlyphs(json, (data) => compile(compiler, main(template), { data, attached }, standard, createdAt));
  } finally {
    shadows.forEach((path) => compiler.unmapShadow(path));
    // Nothing of one document stays for the next.
    compiler.evictCache(0);
  }
}

/**
 * What holds for every template: only the fonts that are built in, never another for want of a glyph; and the files. The
 * second one has what the first lacks of other scripts, Arabic above all: a name is no row of numbers. The template's
 * own text stands between, not an include of it, or the document would not take its language.
 */
function main(template) {
  return [
    '#set text(font: ("Libertinus Serif", "DejaVu Sans Mono"), fallback: false)',
    readFileSync(template, 'utf8'),
    '#for file in json(bytes(sys.inputs.attached)) {',
    '  pdf.attach(file.name, read(file.path, encoding: none), relationship: "supplement",',
    '    mime-type: file.mime, description: file.description)',
    '}',
  ].join('\n');
}

function compile(compiler, mainFileContent, inputs, standard, createdAt) {
  const compiled = compiler.compile({ mainFileContent, inputs, resetRead: true });
  if (compiled.result === null) {
    const diagnostics = compiler.fetchDiagnostics(compiled.takeDiagnostics());
    throw new Error(diagnostics.map(({ message, path }) => `${message} (${basename(String(path))})`).join('; '));
  }
  const pdf = compiler.pdf(compiled.result, { pdfStandard: standard, creationTimestamp: createdAt });
  // A copy that owns its memory and can be handed over.
  return Uint8Array.from(pdf);
}

/**
 * Both standards refuse text that cannot be displayed. Such a character is shown by its number, so that a name in
 * Chinese or an emoji in a text costs its look and not the document.
 */
function withKnownGlyphs(json, compileWith) {
  let data = spelled(json, (character) => TURNS_TEXT.test(character));
  for (let attempt = 1; ; attempt += 1) {
    try {
      return compileWith(data);
    } catch (error) {
      const missing = missingIn(String(error?.message));
      if (missing.size === 0 || attempt === ATTEMPTS) {
        throw error;
      }
      data = spelled(data, (character) => missing.has(character));
    }
  }
}

function spelled(json, isSpelled) {
  const number = (character) => character.codePointAt(0).toString(16).toUpperCase().padStart(4, '0');
  return JSON.stringify(
    JSON.parse(json, (_key, value) =>
      typeof value === 'string'
        ? [...value].map((character) => (isSpelled(character) ? `[U+${number(character)}]` : character)).join('')
        : value,
    ),
  );
}

/** The characters that the refusal names, as Rust's Debug writes them. */
function missingIn(refusal) {
  const named = refusal.matchAll(
    /the (?:text|(?:text|PDF) contains the (?:disallowed )?codepoint) `\\?["'](.*?)\\?["']`/gs,
  );
  const clusters = [...named].map(([, text]) =>
    text.replace(/\\+u\{([0-9a-f]+)\}/g, (_, digits) => String.fromCodePoint(Number.parseInt(digits, 16))),
  );
  return new Set(clusters.flatMap((cluster) => [...cluster]).filter((character) => !/[ -~]/.test(character)));
}

/** What was wrong, without what the diagnosis quotes of the document: that does not belong in a log. */
function faultOf(error) {
  const text = String(error?.message ?? error);
  const messages = [...text.matchAll(/message: "((?:[^"\\]|\\.)*)"/gs)].map(([, message]) => message);
  return (messages.length > 0 ? messages.join('; ') : text).replace(/`[^`]*`/gs, '`…`').slice(0, 500);
}
