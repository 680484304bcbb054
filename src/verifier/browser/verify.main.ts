// verify.html: the verifier as one page that is opened from disk. No network, no storage, nothing but this file.

import { UnreadableBundleError } from '../../domain/evidence/bundle-files.js';
import { heldInBundle } from '../../domain/evidence/held-bundle.js';
import { heldBy, type Held } from '../../domain/evidence/held.js';
import { verifyReceiptFile } from '../../domain/evidence/verify-receipt.js';
import type { ReceiptVerdict } from '../../domain/log/verification.js';
import { verifyBundle, type BundleVerdict, type VerifyOptions } from '../../domain/evidence/verify-bundle.js';
import { fingerprintOf } from '../fingerprint.js';
import { de } from '../words.de.js';
import { en } from '../words.en.js';
import type { Words } from '../words.de.js';
import { el } from './dom.js';
import { droppedFiles, openChosen, type NamedFile } from './files.js';
import { BROWSER_PORT, isCapable } from './port.js';
import { shownDefect, shownReceipt, shownUnreadable, shownVerdict } from './verdict-view.js';

type Outcome =
  | { readonly kind: 'verdict'; readonly verdict: BundleVerdict }
  | { readonly kind: 'receipt'; readonly verdict: ReceiptVerdict }
  | { readonly kind: 'unreadable'; readonly error: UnreadableBundleError }
  | { readonly kind: 'defect'; readonly error: unknown };

let words: Words = navigator.language.startsWith('de') ? de : en;
let outcome: Outcome | undefined;
/** What was chosen: the field forgets it when the page is drawn anew. */
let judged = '';
/** What whoever verifies has from elsewhere, by the id of its field. */
const given: Record<'key' | 'policy' | 'authority', string> = { key: '', policy: '', authority: '' };
/** Receipts and bundles that whoever verifies holds already. */
let known: readonly NamedFile[] = [];
let capable = true;

draw();
void isCapable().then((is) => {
  capable = is;
  draw();
});

function draw(): void {
  document.documentElement.lang = words.language;
  document.title = words.title;
  const page = document.getElementById('page');
  page?.replaceChildren(
    el('header', {}, el('h1', {}, words.title), languageButton()),
    el('p', {}, words.offline),
    ...(capable ? [chooser()] : [el('p', { class: 'alarm', role: 'alert' }, words.noCrypto)]),
    el(
      'section',
      { id: 'result', 'aria-live': 'polite', tabindex: '-1' },
      ...(outcome === undefined ? [] : [el('p', { class: 'judged' }, judged)]),
      ...shown(),
    ),
  );
}

function shown(): readonly Node[] {
  switch (outcome?.kind) {
    case undefined:
      return [];
    case 'verdict':
      return shownVerdict(outcome.verdict, words);
    case 'receipt':
      return shownReceipt(outcome.verdict, words);
    case 'unreadable':
      return shownUnreadable(outcome.error, words);
    case 'defect':
      return shownDefect(outcome.error, words);
  }
}

function languageButton(): Node {
  const other = words.language === 'de' ? en : de;
  const button = el('button', { type: 'button', lang: other.language, class: 'quiet' }, words.otherLanguage);
  button.addEventListener('click', () => {
    words = other;
    draw();
  });
  return button;
}

function chooser(): Node {
  const input = el('input', { id: 'bundle', type: 'file', multiple: '' });
  input.addEventListener('change', () => {
    const files = [...(input.files ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
    void verify(files);
  });
  const zone = el(
    'div',
    { class: 'zone' },
    ...field('key', words.keyLabel, words.keyHint),
    el(
      'details',
      {},
      el('summary', {}, words.moreFields),
      ...field('policy', words.policyLabel, words.policyHint),
      ...field('authority', words.authorityLabel, words.authorityHint),
      ...knownField(),
    ),
    el('label', { for: 'bundle' }, words.choose),
    el('p', { class: 'hint', id: 'bundle-hint' }, words.chooseHint),
    input,
  );
  input.setAttribute('aria-describedby', 'bundle-hint');
  return zone;
}

function field(id: keyof typeof given, label: string, hint: string): readonly Node[] {
  const attributes = { id, rows: '2', spellcheck: 'false', autocomplete: 'off', 'aria-describedby': `${id}-hint` };
  const input = el('textarea', attributes, given[id]);
  input.addEventListener('input', () => {
    given[id] = input.value.trim();
  });
  return [el('label', { for: id }, label), el('p', { class: 'hint', id: `${id}-hint` }, hint), input];
}

function knownField(): readonly Node[] {
  const input = el('input', { id: 'known', type: 'file', multiple: '', 'aria-describedby': 'known-hint' });
  input.addEventListener('change', () => {
    known = [...(input.files ?? [])].map((file) => ({ path: file.name, file }));
  });
  const names = known.map(({ path }) => path).join(', ');
  return [
    el('label', { for: 'known' }, words.knownLabel),
    el('p', { class: 'hint', id: 'known-hint' }, words.knownHint, ...(names === '' ? [] : [` (${names})`])),
    input,
  ];
}

/** Each is a receipt, a checkpoint, or a whole bundle in a ZIP. */
async function held(): Promise<readonly Held[]> {
  return Promise.all(
    known.map(async (one) => {
      const text = one.file.size <= RECEIPT_LIMIT_BYTES ? await one.file.text() : '';
      return (
        heldBy(text) ??
        (await heldInBundle(await openChosen([one]), BROWSER_PORT)) ??
        Promise.reject(new UnreadableBundleError('damaged', one.path))
      );
    }),
  );
}

const RECEIPT_LIMIT_BYTES = 1_000_000;
const PROOF_HEADER = 'c2sp.org/tlog-proof';

/** The text of a receipt that was chosen alone; undefined for a bundle. */
async function receiptIn(chosen: readonly NamedFile[]): Promise<string | undefined> {
  const [first] = chosen;
  if (chosen.length !== 1 || first === undefined || first.file.size > RECEIPT_LIMIT_BYTES) {
    return undefined;
  }
  const text = await first.file.text();
  return first.path.endsWith('.tlog-proof') || text.startsWith(PROOF_HEADER) ? text : undefined;
}

/** A malformed key is passed on as typed: no signature can then be by it. */
function named(): VerifyOptions {
  const lines = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '');
  return {
    ...(given.key === '' ? {} : { trustedKeys: lines(given.key).map((line) => line.trim()) }),
    ...(given.policy === '' ? {} : { trustedPolicy: `${given.policy}\n` }),
    ...(given.authority === ''
      ? {}
      : { trustedAuthorities: lines(given.authority).map((line) => fingerprintOf(line) ?? line) }),
  };
}

document.addEventListener('dragover', (event) => event.preventDefault());
document.addEventListener('drop', (event) => {
  event.preventDefault();
  const items = event.dataTransfer?.items;
  if (items !== undefined && capable) {
    void droppedFiles(items).then(verify);
  }
});

async function verify(chosen: readonly NamedFile[]): Promise<void> {
  if (chosen.length === 0) {
    return;
  }
  judged = chosen.length === 1 ? (chosen[0]?.file.name ?? '') : ((chosen[0]?.path ?? '').split('/')[0] ?? '');
  const result = document.getElementById('result');
  const told = el('p', {}, words.reading);
  const bar = el('progress', { 'aria-label': words.reading });
  result?.replaceChildren(told, bar);
  outcome = await judge(chosen, (done, total) => {
    bar.max = total;
    bar.value = done;
    told.textContent = words.working(done.toLocaleString(words.language), total.toLocaleString(words.language));
  });
  draw();
  document.getElementById('result')?.focus();
}

async function judge(
  chosen: readonly NamedFile[],
  onProgress: (done: number, total: number) => void,
): Promise<Outcome> {
  try {
    const receipt = await receiptIn(chosen);
    if (receipt !== undefined) {
      const verdict = await verifyReceiptFile(receipt, BROWSER_PORT, { ...named(), held: await held() });
      return { kind: 'receipt', verdict };
    }
    const files = await openChosen(chosen);
    const options = { ...named(), held: await held(), onProgress };
    return { kind: 'verdict', verdict: await verifyBundle(files, BROWSER_PORT, options) };
  } catch (error) {
    return error instanceof UnreadableBundleError ? { kind: 'unreadable', error } : { kind: 'defect', error };
  }
}
