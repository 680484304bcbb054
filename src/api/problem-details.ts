import type { FieldProblem, FieldProblemCode, Refusal, RefusalCode } from '../domain/problem.js';
import type { Language } from '../words/language.js';
import { boundOf, remedyOf } from './problem-remedies.js';

/** RFC 9457. `errors` (our extension) names each field, with a code for programs and a sentence for people. */
export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly errors?: readonly { readonly field: string; readonly code: FieldProblemCode; readonly detail: string }[];
  readonly [fact: string]: unknown;
}

interface Wording {
  readonly status: number;
  readonly de: string;
  readonly en: string;
}

/** Status and sentence of every refusal; a code that is missing here does not compile. */
const PROBLEMS: Readonly<Record<RefusalCode | 'defect', Wording>> = {
  'not-found': { status: 404, de: 'Das gibt es hier nicht.', en: 'There is no such thing here.' },
  'not-allowed': { status: 403, de: 'Dafür fehlt Ihnen die Berechtigung.', en: 'You are not allowed to do this.' },
  'not-signed-in': {
    status: 401,
    de: 'Bitte anmelden oder ein gültiges Token senden.',
    en: 'Sign in, or send a valid token.',
  },
  'wrong-credentials': {
    status: 401,
    de: 'E-Mail-Adresse oder Kennwort stimmt nicht.',
    en: 'Wrong address or password.',
  },
  'access-ended': {
    status: 403,
    de: 'Dieser Zugang war befristet und ist beendet.',
    en: 'This access had an end date and has ended.',
  },
  'too-many-attempts': {
    status: 429,
    de: 'Zu viele Versuche. Bitte später erneut versuchen.',
    en: 'Too many attempts. Try again later.',
  },
  'form-expired': {
    status: 403,
    de: 'Die Anfrage trägt kein gültiges Formularkennzeichen (CSRF).',
    en: 'The request carries no valid form token (CSRF).',
  },
  'invalid-input': { status: 422, de: 'Bitte die genannten Felder berichtigen.', en: 'Correct the fields named.' },
  'malformed-body': { status: 400, de: 'Der Inhalt ist nicht lesbar.', en: 'The body cannot be read.' },
  'unsupported-media-type': {
    status: 415,
    de: 'Dieser Inhaltstyp wird nicht angenommen.',
    en: 'This content type is not accepted.',
  },
  'too-large': { status: 413, de: 'Der Inhalt ist zu groß.', en: 'The body is too large.' },
  'idempotency-key-reused': {
    status: 422,
    de: 'Dieser Idempotency-Key gehört zu einer anderen Anfrage.',
    en: 'This Idempotency-Key belongs to another request.',
  },
  'command-not-allowed': {
    status: 409,
    de: 'Im jetzigen Stand des Vorgangs ist das nicht möglich; was geht, nennt das Feld „possible“.',
    en: 'The state of the case does not allow this; the field “possible” names what it allows.',
  },
  'withdrawal-too-late': {
    status: 409,
    de: 'Die Zeit zum Zurückziehen ist abgelaufen. Bitte die oder den DSB anrufen.',
    en: 'The time for withdrawing is over. Please call the data protection officer.',
  },
  'sign-in-elsewhere-failed': {
    status: 403,
    de: 'Die Anmeldung beim Anmeldedienst ist nicht gelungen.',
    en: 'Signing in at the provider did not succeed.',
  },
  'no-role': {
    status: 403,
    de: 'Angemeldet, aber ohne Rolle in diesem Programm.',
    en: 'Signed in, but without a role in this program.',
  },
  'link-over': {
    status: 410,
    de: 'Dieser Link wurde schon benutzt, oder seine Zeit ist um.',
    en: 'This link has been used already, or its time is over.',
  },
  'last-of-role': {
    status: 409,
    de: 'Niemand sonst hat diese Rolle. Bitte zuerst jemand anderem geben.',
    en: 'Nobody else has this role. Give it to somebody else first.',
  },
  'last-role': {
    status: 409,
    de: 'Das ist die einzige Rolle des Kontos. Wer geht, scheidet aus (leave).',
    en: 'It is the only role of the account. Whoever leaves, leaves (leave).',
  },
  'second-factor-due': {
    status: 403,
    de: 'Ihre Rolle verlangt einen zweiten Faktor. Bitte richten Sie ihn zuerst unter /konto/zweiter-faktor ein.',
    en: 'Your role demands a second factor. Please set it up first at /konto/zweiter-faktor.',
  },
  'account-suspended': {
    status: 409,
    de: 'Das Konto ist gesperrt. Bitte zuerst wieder freigeben (resume).',
    en: 'The account is on hold. Take that back first (resume).',
  },
  'second-person-needed': {
    status: 409,
    de: 'Das bestätigt eine zweite Person.',
    en: 'A second person has to confirm it.',
  },
  'erasure-halted': {
    status: 409,
    de: 'Der Löschlauf ist angehalten, bis jemand die Uhrzeit bestätigt.',
    en: 'Erasure is halted until somebody confirms the clock.',
  },
  'undo-too-late': {
    status: 409,
    de: 'Das lässt sich nicht mehr rückgängig machen.',
    en: 'This can no longer be undone.',
  },
  'not-forwarded': {
    status: 409,
    de: 'Der Vorgang ist noch nicht weitergeleitet.',
    en: 'The case has not been forwarded yet.',
  },
  'version-conflict': {
    status: 412,
    de: 'Inzwischen hat jemand anderes den Vorgang geändert.',
    en: 'Someone else has changed the case meanwhile.',
  },
  'precondition-required': { status: 428, de: 'Bitte If-Match mitsenden.', en: 'Send If-Match.' },
  'content-erased': {
    status: 410,
    de: 'Die personenbezogenen Daten sind gelöscht.',
    en: 'The personal data has been erased.',
  },
  'no-designation': {
    status: 409,
    de: 'Für diese Organisation ist keine Weiterleitung eingerichtet.',
    en: 'This organisation has no forwarding in force.',
  },
  'not-ready-to-close': {
    status: 409,
    de: 'Der Vorgang kann noch nicht abgeschlossen werden.',
    en: 'The case cannot be closed yet.',
  },
  'log-has-gap': {
    status: 409,
    de: 'Im Protokoll fehlt ein Eintrag. Über ein lückenhaftes Protokoll wird kein Bericht ausgestellt.',
    en: 'An entry is missing from the log. No report is issued over a log with a gap.',
  },
  unavailable: {
    status: 503,
    de: 'Im Augenblick nicht möglich. Bitte gleich noch einmal versuchen; es wurde nichts gespeichert.',
    en: 'Not possible just now. Try again in a moment; nothing was saved.',
  },
  defect: {
    status: 500,
    de: 'Ein Fehler auf unserer Seite. Er ist vermerkt.',
    en: 'An error on our side. It has been noted.',
  },
};

const FIELD_PROBLEMS: Readonly<Record<FieldProblemCode, { readonly de: string; readonly en: string }>> = {
  required: { de: 'fehlt', en: 'is missing' },
  'too-long': { de: 'ist zu lang', en: 'is too long' },
  'too-short': { de: 'ist zu kurz', en: 'is too short' },
  'easily-guessed': { de: 'ist leicht zu erraten', en: 'is easily guessed' },
  'too-many': { de: 'sind zu viele', en: 'are too many' },
  'too-large': { de: 'ist zu groß', en: 'is too large' },
  'not-a-moment': { de: 'ist kein Zeitpunkt nach RFC 3339', en: 'is not an RFC 3339 date-time' },
  'not-a-date': { de: 'ist kein Datum JJJJ-MM-TT', en: 'is not a date YYYY-MM-DD' },
  'in-the-future': { de: 'liegt in der Zukunft', en: 'lies in the future' },
  'too-long-ago': { de: 'liegt zu weit zurück', en: 'lies too far back' },
  'not-a-number': { de: 'ist keine ganze Zahl im erlaubten Bereich', en: 'is no whole number in the range allowed' },
  'unknown-value': { de: 'hat einen unbekannten Wert', en: 'has an unknown value' },
  'not-text': { de: 'ist kein Text', en: 'is not text' },
  'wrong-type': { de: 'hat den falschen Typ', en: 'has the wrong type' },
  'unknown-field': { de: 'ist kein bekanntes Feld', en: 'is not a known field' },
  'empty-file': { de: 'ist eine leere Datei', en: 'is an empty file' },
  'file-gone': { de: 'gibt es nicht mehr', en: 'is kept no longer' },
  malware: { de: 'enthält eine Datei mit Schadsoftware', en: 'contains a file with malware' },
  'control-characters': { de: 'enthält Steuerzeichen', en: 'contains control characters' },
  'not-an-address': { de: 'ist keine E-Mail-Adresse', en: 'is not an e-mail address' },
  'before-arrival': { de: 'liegt vor der Ankunft', en: 'lies before the arrival' },
  'before-receipt': { de: 'liegt vor dem Eingang', en: 'lies before the receipt' },
  'before-forwarding': {
    de: 'liegt vor der Weiterleitung an die oder den DSB',
    en: 'lies before the request was forwarded to the data protection officer',
  },
  'before-acknowledgement': {
    de: 'liegt vor der Übernahme durch die oder den DSB',
    en: 'lies before the data protection officer took the request over',
  },
  'other-case': { de: 'gehört nicht zu diesem Vorgang', en: 'does not belong to this case' },
  'proves-something-else': { de: 'belegt etwas anderes', en: 'proves something else' },
  'not-sent': { de: 'ist noch nicht versendet', en: 'has not gone out yet' },
  'came-back': { de: 'kam nicht an', en: 'did not arrive' },
  'other-day': { de: 'nennt einen anderen Tag als der Beleg', en: 'names another day than the proof' },
  'no-legal-cause': {
    de: 'trägt keine Verlängerung: das Gesetz kennt nur die Komplexität und die Anzahl der Anträge, nicht Personal oder Urlaub (Art. 12 Abs. 3 S. 2 DSGVO)',
    en: 'carries no extension: the law knows only the complexity and the number of the requests, not staff or holidays (Art. 12(3) s. 2 GDPR)',
  },
  'not-for-this-body': {
    de: 'gilt für diese Stelle oder für dieses Recht nicht',
    en: 'does not hold for this body, or for this right',
  },
  'norm-missing': { de: 'nennt die Vorschrift nicht', en: 'does not name the provision' },
  'before-last-step': { de: 'liegt vor einem späteren Schritt', en: 'lies before a later step' },
  'before-decision': { de: 'liegt vor der Entscheidung', en: 'lies before the decision' },
  'after-first-month': {
    de: 'liegt nach dem ersten Monat (Art. 12 Abs. 3 S. 3 DSGVO)',
    en: 'lies after the first month (Art. 12(3) s. 3 GDPR)',
  },
  published: { de: 'steht in Listen gestohlener Kennwörter', en: 'stands in lists of stolen passwords' },
  'name-taken': { de: 'ist vergeben', en: 'is taken' },
  'not-a-web-address': { de: 'ist keine https-Adresse', en: 'is no https address' },
  'not-the-key': { de: 'ist nicht der Schlüssel', en: 'is not the key' },
  'not-a-picture': { de: 'ist kein PNG bis 100 kB', en: 'is no PNG of at most 100 kB' },
  'not-a-colour': { de: 'ist keine Farbe #rrggbb mit genug Kontrast', en: 'is no colour #rrggbb with enough contrast' },
  'only-once': { de: 'gibt es schon', en: 'exists already' },
  'nothing-asked': { de: 'beantwortet keine offene Frage', en: 'answers no open question' },
  'not-ended': { de: 'setzt einen beendeten Vorgang voraus', en: 'needs a case that has ended' },
  'period-too-long': { de: 'ist ein zu langer Zeitraum', en: 'makes the period too long' },
  'before-start': { de: 'liegt vor dem frühesten Tag', en: 'lies before the earliest day' },
  'check-open': { de: 'muss zuerst geprüft sein', en: 'must be checked first' },
  'check-contradicts': { de: 'widerspricht dem, was geprüft wurde', en: 'contradicts what was checked' },
  'not-for-this-right': { de: 'gibt es bei diesem Recht nicht', en: 'does not exist for this right' },
  'not-for-this-outcome': { de: 'trägt diese Entscheidung nicht', en: 'does not carry this outcome' },
  'absolute-right': {
    de: 'ist nicht möglich: gegen Direktwerbung gilt der Widerspruch ohne Abwägung (Art. 21 Abs. 3 DSGVO)',
    en: 'is not possible: an objection to direct marketing is absolute (Art. 21(3) GDPR)',
  },
  'beyond-limits': { de: 'liegt außerhalb des Erlaubten', en: 'lies outside of what may be set' },
  'too-far-ahead': { de: 'liegt zu weit voraus', en: 'lies too far ahead' },
  'only-one-of-these': { de: 'geht nicht zugleich mit der anderen Angabe', en: 'excludes the other entry' },
  'wrong-code': { de: 'ist nicht der richtige Code', en: 'is not the right code' },
  'wrong-app-code': { de: 'ist kein gültiger Code', en: 'is no valid code' },
  'wrong-password': { de: 'ist nicht das richtige Kennwort', en: 'is not the right password' },
  'code-expired': { de: 'ist abgelaufen', en: 'has expired' },
  'code-locked': { de: 'wird nach zu vielen Versuchen nicht mehr geprüft', en: 'is locked after too many attempts' },
  'unknown-placeholder': { de: 'enthält einen unbekannten Platzhalter', en: 'has an unknown placeholder' },
  'unfilled-gap': { de: 'hat noch eine Lücke', en: 'still has a gap' },
  'missing-blocks': {
    de: 'lässt weg, was ein Schreiben dieser Art enthalten muss',
    en: 'leaves out what a letter of this kind must contain',
  },
  'missing-contents': {
    de: 'fehlt: ergänzen, was vorgeschrieben ist, oder bestätigen, dass es so richtig ist',
    en: 'is missing: add what is mandatory, or confirm that it is right so',
  },
  'no-postal-address': { de: 'ist keine Postanschrift', en: 'is no postal address' },
  'beyond-window': { de: 'passt nicht ins Fenster des Umschlags', en: 'does not fit into the window of the envelope' },
  'not-announced': { de: 'setzt die Unterrichtung der Person voraus', en: 'needs the person to have been told' },
  'same-case': { de: 'ist derselbe Vorgang', en: 'is the same case' },
  'not-taken-over': { de: 'ist nicht übernommen oder schon beantwortet', en: 'is not taken over, or answered already' },
  'tells-something-else': {
    de: 'nennt weder Gründe noch Rechtsbehelf, die zu dieser Entscheidung gehören',
    en: 'tells neither the reasons nor the remedies that this decision needs',
  },
  'no-decider': {
    de: 'ist von jemandem beantwortet, der nicht entscheiden darf (Rolle decider)',
    en: 'was answered by somebody who may not decide (role decider)',
  },
  'not-delegated': {
    de: 'fehlt: Es entscheidet die Stelle, die im Profil steht; eine Übertragung auf die oder den DSB gilt heute nicht. Bitte task angeben, oder on, way und unproved',
    en: 'is missing: the function that the profile names decides, and no delegation to the DPO is in force today. Give task, or on, way and unproved',
  },
  'not-done': {
    de: 'ist nicht als erledigt beantwortet, oder zurückgezogen',
    en: 'was not answered as done, or was withdrawn',
  },
  'seen-in-register': {
    de: 'zeigt sich an den Empfängern des Vorgangs; hier lässt es sich nur auslassen',
    en: 'is seen in the recipients of the case; here it can only be left out',
  },
  'not-for-this-duty': {
    de: 'ist kein Grund, diese Pflicht auszulassen',
    en: 'is no ground to leave this duty out',
  },
  'not-machine-readable': { de: 'ist kein lesbares JSON oder CSV', en: 'is no readable JSON or CSV' },
  'nothing-left': { de: 'ließe nichts übrig', en: 'would leave nothing' },
};

export function statusOf(code: RefusalCode | 'defect'): number {
  return PROBLEMS[code].status;
}

export function problemDetails(code: RefusalCode | 'defect', language: Language, facts: object = {}): ProblemDetails {
  const wording = PROBLEMS[code];
  const { fields, ...rest } = facts as { fields?: readonly FieldProblem[] };
  return {
    ...rest,
    type: `urn:forthwith:problem:${code}`,
    title: code,
    status: wording.status,
    detail: wording[language],
    ...(fields === undefined ? {} : { errors: fields.map((problem) => fieldError(problem, language)) }),
  };
}

export function detailsOfRefusal(refusal: Refusal, language: Language): ProblemDetails {
  const details = problemDetails(refusal.code, language, refusal.facts);
  return { ...details, detail: details.detail + remedyOf(refusal, language) };
}

export function fieldError({ field, code, limit }: FieldProblem, language: Language) {
  const detail = `${field} ${FIELD_PROBLEMS[code][language]}${boundOf(code, limit, language)}`;
  return limit === undefined ? { field, code, detail } : { field, code, detail, limit };
}
