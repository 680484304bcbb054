import type { FieldProblemCode, OpenDuty, Refusal, RefusalCode, RefusalFacts } from '../domain/problem.js';
import type { Missing } from '../domain/rights/aftercare.js';
import type { Language } from '../words/language.js';

type Said = Readonly<Record<Language, string>>;

/** What a refusal's facts say is to be done, in words after its sentence; most sentences say it themselves. */
export function remedyOf({ code, facts }: Refusal, language: Language): string {
  const remedy: ((facts: never) => Said) | undefined = REMEDIES[code];
  return remedy === undefined ? '' : ` ${remedy(facts as never)[language]}`;
}

const REMEDIES: { readonly [C in RefusalCode]?: (facts: RefusalFacts[C]) => Said } = {
  'command-not-allowed': ({ first }) =>
    first.length === 0
      ? { de: 'Dahin führt kein Weg mehr.', en: 'Nothing leads there any more.' }
      : {
          de: `Zuerst: ${inOrder(first, ', dann ', ' oder ')}.`,
          en: `First: ${inOrder(first, ', then ', ' or ')}.`,
        },
  'not-ready-to-close': ({ missing, duties }) => ({
    de: `Zu tun: ${missing.map((one) => TO_DO[one].de + (one === 'duties' ? named(duties) : '')).join('; ')}.`,
    en: `To do: ${missing.map((one) => TO_DO[one].en + (one === 'duties' ? named(duties) : '')).join('; ')}.`,
  }),
  'version-conflict': ({ current }) => ({
    de: `Er hat jetzt Version ${current}: bitte lesen, was geschehen ist (latest, vollständig …/timeline), und neu entscheiden.`,
    en: `It has version ${current} now: read what happened (latest, in full …/timeline), and decide anew.`,
  }),
};

/** Each as its command names it. */
function named(duties: readonly OpenDuty[]): string {
  return `: ${duties.map(({ right, duty }) => (right === null ? duty : `${right} ${duty}`)).join(', ')}`;
}

function inOrder(steps: readonly (readonly string[])[], then: string, or: string): string {
  return steps.map((step) => step.join(or)).join(then);
}

/** Each with the command that does it. */
const TO_DO: Readonly<Record<Missing, Said>> = {
  'no-claims': {
    de: 'das Recht benennen, um das es geht (nach reopen: correct-claim)',
    en: 'name the right that it is about (after reopen: correct-claim)',
  },
  undecided: {
    de: 'über jedes geltend gemachte Recht entscheiden (decide)',
    en: 'answer each claim (decide)',
  },
  contradicted: {
    de: 'neu entscheiden, was der Prüfliste widerspricht (nach reopen: decide)',
    en: 'decide anew what the checks contradict (after reopen: decide)',
  },
  unregistered: {
    de: 'die gewährte Einschränkung eintragen (restrict)',
    en: 'register the restriction that was granted (restrict)',
  },
  unlisted: {
    de: 'die Empfänger festhalten, denen die Daten offengelegt wurden (list-recipient)',
    en: 'list the recipients to whom the data was disclosed (list-recipient)',
  },
  unnamed: {
    de: 'der Person die Empfänger nennen (disclose-recipients)',
    en: 'tell the person who the recipients are (disclose-recipients)',
  },
  duties: {
    de: 'was aus den Entscheidungen folgt, belegen oder mit Grund auslassen (do-duty, leave-out-duty)',
    en: 'prove what follows from the decisions, or leave it out with a ground (do-duty, leave-out-duty)',
  },
  untold: {
    de: 'erneut antworten, denn die Antwort kam zurück (nach reopen: send, answer)',
    en: 'answer anew, for the answer came back (after reopen: send, answer)',
  },
  'no-package': {
    de: 'das Datenpaket bereitstellen oder übermitteln (prepare-package, dann offer-package oder transmit-package)',
    en: 'hand over the package (prepare-package, then offer-package or transmit-package)',
  },
  restrictions: {
    de: 'die Aufhebung der Einschränkung ankündigen und sie aufheben (announce-lifting, lift-restriction)',
    en: 'announce that the restriction is lifted, and lift it (announce-lifting, lift-restriction)',
  },
  recipients: {
    de: 'jeden Empfänger unterrichten oder mit Gründen auslassen (notify-recipient, record-recipient-told, leave-out-recipient)',
    en: 'tell each recipient, or leave them out with reasons (notify-recipient, record-recipient-told, leave-out-recipient)',
  },
  packages: {
    de: 'das Datenpaket ist noch abrufbar: abwarten oder beenden (end-package)',
    en: 'the package can still be collected: wait, or end it (end-package)',
  },
  complaints: {
    de: 'das Ergebnis der Aufsichtsbehörde festhalten (conclude-complaint)',
    en: 'record the result of the authority (conclude-complaint)',
  },
  tasks: {
    de: 'offene Aufträge erledigen oder unter ending nennen',
    en: 'finish open tasks, or name them under ending',
  },
  checks: {
    de: 'offene Identitätsprüfungen beenden oder unter ending nennen',
    en: 'end open identity checks, or name them under ending',
  },
};

/** The bound that was crossed, in words; nothing where none is named. */
export function boundOf(code: FieldProblemCode, limit: number | string | undefined, language: Language): string {
  const said = limit === undefined ? undefined : BOUNDS[code];
  return said === undefined ? '' : said[language].replace('{limit}', String(limit));
}

const BOUNDS: Readonly<Partial<Record<FieldProblemCode, Said>>> = {
  'too-long': { de: ' (höchstens {limit} Zeichen)', en: ' (at most {limit} characters)' },
  'too-many': { de: ' (höchstens {limit})', en: ' (at most {limit})' },
  'before-receipt': { de: ' am {limit}', en: ' on {limit}' },
  'before-forwarding': { de: ' am {limit}', en: ' on {limit}' },
  'before-acknowledgement': { de: ' am {limit}', en: ' on {limit}' },
  'other-day': { de: ': {limit}', en: ': {limit}' },
  'before-start': { de: ': {limit}', en: ': {limit}' },
  'after-first-month': {
    de: '; er endet am {limit}, und die Frist bleibt, wie sie ist',
    en: '; it ends on {limit}, and the deadline stays as it is',
  },
  'too-far-ahead': { de: ' (spätestens {limit})', en: ' ({limit} at the latest)' },
  'unknown-placeholder': { de: ': {limit}', en: ': {limit}' },
  'unfilled-gap': { de: ': {limit}', en: ': {limit}' },
  'missing-blocks': { de: ': {limit}', en: ': {limit}' },
  'missing-contents': { de: ' (nicht gefunden: {limit})', en: ' (not found: {limit})' },
  'wrong-code': { de: ' (noch {limit} Versuche)', en: ' ({limit} attempts left)' },
};
