export const TABLE_BEGIN = '<!-- who notices: bench/who-notices.mjs -->';
export const TABLE_END = '<!-- end -->';

const MONITOR = 'the monitor, with its round';
const BEFORE_SIGNING = 'the program, before the next signature';
/** Who raises an alarm of a kind. */
const BY = {
  'gone-back': BEFORE_SIGNING,
  'tree-changed': BEFORE_SIGNING,
  'key-lost': BEFORE_SIGNING,
  'entry-gone': BEFORE_SIGNING,
  'copy-changed': 'the monitor, or whoever keeps the next copy',
  'head-changed': 'the next intake or the monitor; it is put right',
  'stray-entry': 'the next intake or the monitor; it is put aside',
  'witness-contradicts': 'each witness; the log is halted',
  'witness-silent': 'the program that asks it',
  'fork-seen': 'the witness, at once: 422 and an alarm there',
  'sister-contradicts': 'the mirror: an alarm there, and mail to both houses',
  'sister-silent': 'the mirror',
};

const seconds = (value) => `${value < 10 ? value.toFixed(1) : Math.round(value)} s`;

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

/** Rows of docs/evidence.md, out of docs/who-notices.json. */
export function table(figures) {
  const rows = figures.map(({ what, kind, alarms, mails }) => [
    what,
    BY[kind] ?? MONITOR,
    `\`${kind}\``,
    `${seconds(median(alarms))} (${seconds(Math.max(...alarms))})`,
    `${seconds(median(mails))} (${seconds(Math.max(...mails))})`,
    String(alarms.length),
  ]);
  const head = ['what somebody does', 'who notices', 'alarm', 'alarm after', 'mail after', 'times'];
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
