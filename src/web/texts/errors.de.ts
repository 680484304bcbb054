import { CORRESPONDENCE_DE } from './correspondence.de.js';
import type { FieldProblemCode, RefusalCode } from '../../domain/problem.js';

/** The names of blocks, in words. */
export function namedBlocks(words: Readonly<Record<string, string>>, limit: number | string | undefined): string {
  return String(limit ?? '')
    .split(', ')
    .map((name) => words[name] ?? name)
    .join(', ');
}

export const FIELD_ERRORS_DE: Readonly<Record<FieldProblemCode, (limit?: number | string) => string>> = {
  required: () => 'Bitte ausfüllen.',
  'too-long': (limit) => `Bitte kürzen: höchstens ${limit} Zeichen.`,
  'too-short': (limit) => `Zu kurz: bitte mindestens ${limit} Zeichen.`,
  'easily-guessed': () =>
    'Das ist leicht zu erraten. Bitte mehrere Wörter wählen, die nichts miteinander zu tun haben.',
  published: () => 'Dieses Kennwort steht in veröffentlichten Listen gestohlener Kennwörter. Bitte ein anderes wählen.',
  'too-many': (limit) => `Bitte höchstens ${limit} auswählen.`,
  'too-large': () => 'Zu groß: eine Datei darf 25 MB haben, alle zusammen 40 MB.',
  'not-a-moment': () => 'Bitte Datum und Uhrzeit angeben, zum Beispiel 23.11.2026, 09:15.',
  'not-a-date': () => 'Bitte ein Datum angeben, zum Beispiel 23.11.2026.',
  'not-a-number': (limit) => `Bitte eine ganze Zahl von 0 bis ${limit} angeben.`,
  'in-the-future': () => 'Das liegt in der Zukunft. Bitte das Datum prüfen.',
  'too-long-ago': (limit) => `Das liegt zu weit zurück: frühestens ${dayOf(limit)}.`,
  'unknown-value': () => 'Bitte einen der angebotenen Werte wählen.',
  'not-text': () => 'Bitte Text eingeben.',
  'wrong-type': () => 'Diese Angabe passt nicht hierher.',
  'unknown-field': () => 'Dieses Feld gibt es nicht.',
  'empty-file': () => 'Eine der Dateien ist leer (0 Byte). Bitte wählen Sie sie noch einmal aus.',
  'file-gone': () =>
    'Eine Datei, die hier stand, ist nicht mehr da; sie wird einen Tag aufgehoben. Bitte wählen Sie sie noch einmal aus.',
  malware: () =>
    'Der Virenscanner hat in einer Datei Schadsoftware gefunden. Bitte senden Sie ohne diese Datei und sagen Sie Ihrer IT Bescheid.',
  'control-characters': () =>
    'Enthält unsichtbare Steuerzeichen. Bitte den Text neu eingeben oder ohne Formatierung einfügen.',
  'not-an-address': () => 'Bitte eine E-Mail-Adresse angeben.',
  'before-arrival': () => 'Das liegt vor der Ankunft. Bitte beide Zeitpunkte prüfen.',
  'before-receipt': (limit) => `Das liegt vor dem Eingang am ${dayOf(limit)}.`,
  'before-forwarding': (limit) =>
    `Da war die Anfrage noch nicht bei Ihnen: weitergeleitet wurde sie am ${dayOf(limit)}. Bitte das Datum prüfen.`,
  'before-acknowledgement': (limit) =>
    `Da war der Vorgang noch nicht übernommen: das war am ${dayOf(limit)}. Bitte das Datum prüfen.`,
  'other-case': () => 'Das gehört nicht zu diesem Vorgang.',
  'proves-something-else': () => 'Das belegt etwas anderes. Bitte ein passendes Schreiben wählen.',
  'not-sent': () => 'Das ist noch nicht versendet. Bitte warten, bis ein Mailserver es angenommen hat.',
  'came-back': () => 'Das kam nicht an. Bitte auf einem anderen Weg schreiben.',
  'other-day': (limit) => `Der Beleg ist vom ${dayOf(limit)}. Bitte diesen Tag angeben oder das Feld leer lassen.`,
  'no-legal-cause': () =>
    'Das trägt keine Verlängerung. Das Gesetz kennt nur zwei Gründe: die Komplexität und die Anzahl der Anträge. Fehlendes Personal und Urlaub gehören nicht dazu (Art. 12 Abs. 3 S. 2 DSGVO). Bitte im ersten Monat antworten, notfalls zum Teil.',
  'not-for-this-body': () =>
    'Diese Vorschrift gilt für Ihre Stelle oder für dieses Recht nicht. Bitte eine der angebotenen wählen.',
  'norm-missing': () => 'Bitte die Vorschrift in der Begründung nennen (§ …).',
  'before-last-step': () => 'Danach ist noch etwas anderes geschehen. Bitte das Datum prüfen.',
  'before-decision': () => 'Mitgeteilt werden kann die Verlängerung erst, wenn sie entschieden ist.',
  'after-first-month': (limit) =>
    `Zu spät: Die Verlängerung muss im ersten Monat mitgeteilt sein, also bis ${dayOf(limit)} (Art. 12 Abs. 3 S. 3 DSGVO). Die Frist bleibt, wie sie ist.`,
  'name-taken': () => 'Diese Kennung ist vergeben. Bitte eine andere wählen.',
  'not-a-web-address': () => 'Bitte eine Adresse angeben, die mit https:// beginnt.',
  'not-the-key': () => 'Das ist nicht der Schlüssel dieser Installation. Bitte die heruntergeladene Datei wählen.',
  'not-a-picture': () => 'Bitte ein Bild im Format PNG wählen, höchstens 100 kB groß.',
  'not-a-colour': () => 'Bitte eine Farbe wie #00473e angeben, auf Weiß gut lesbar (Kontrast 4,5 : 1).',
  'only-once': () => 'Das gibt es in diesem Vorgang schon; ein zweites Mal geht es nicht.',
  'nothing-asked': () => 'Es ist keine Frage an die Person offen, auf die das die Antwort sein könnte.',
  'not-ended': () => 'Der Vorgang ist noch offen.',
  'before-start': (limit) => `Das liegt vor dem ${dayOf(limit)}.`,
  'check-open': () => 'Bitte zuerst diese Frage beantworten: davon hängt ab, was entschieden werden kann.',
  'check-contradicts': () => 'Das widerspricht einer Antwort in der Prüfliste. Bitte beides noch einmal ansehen.',
  'not-for-this-right': () => 'Das gibt es bei diesem Recht nicht.',
  'not-for-this-outcome': () => 'Dieser Grund trägt diese Entscheidung nicht. Bitte einen der angebotenen wählen.',
  'absolute-right': () =>
    'Gegen Direktwerbung gilt der Widerspruch ohne Abwägung (Art. 21 Abs. 3 DSGVO): Ihm ist zu entsprechen.',
  'beyond-limits': (limit) => `Möglich ist ${String(limit)}.`,
  'too-far-ahead': (limit) => `Das liegt zu weit voraus: spätestens ${dayOf(limit)}.`,
  'only-one-of-these': () => 'Bitte nur eines von beiden: eine Person aus der Liste oder eine Adresse.',
  'wrong-app-code': () =>
    'Dieser Code stimmt nicht, ist abgelaufen oder wurde schon benutzt. Bitte den nächsten eingeben, den die App zeigt.',
  'wrong-password': () => 'Das ist nicht Ihr jetziges Kennwort.',
  'wrong-code': (limit) =>
    limit === 1 ? 'Der Code stimmt nicht. Noch ein Versuch.' : `Der Code stimmt nicht. Noch ${limit} Versuche.`,
  'code-expired': () => 'Dieser Code ist abgelaufen oder schon benutzt.',
  'code-locked': () => 'Zu viele falsche Codes. Dieser Code gilt nicht mehr.',
  'unknown-placeholder': (limit) => `Diesen Platzhalter gibt es nicht: {{${limit}}}.`,
  'no-postal-address': () => 'Bitte Name und Anschrift angeben: Mit einer Zeile kommt kein Brief an.',
  'beyond-window': (limit) =>
    `Das passt nicht ins Fenster des Umschlags. Bitte höchstens ${limit} Zeilen, und sehr lange Zeilen kürzen.`,
  'unfilled-gap': (limit) => `Hier fehlt noch etwas: ${limit}`,
  'missing-blocks': (limit) =>
    `In der Vorlage fehlt, was ein Schreiben dieser Art enthalten muss: ${namedBlocks(CORRESPONDENCE_DE.contents, limit)}. Bitte wieder einfügen, oder die Standardvorlage nehmen.`,
  'missing-contents': () =>
    'Es fehlt etwas, das hineingehört. Bitte ergänzen, oder bestätigen, dass es so richtig ist.',
  'not-announced': () =>
    'Erst muss die Person unterrichtet sein (Art. 18 Abs. 3 DSGVO). Bitte zuerst die Ankündigung eintragen.',
  'same-case': () => 'Das ist dieser Vorgang selbst.',
  'not-taken-over': () => 'Dieser Vorgang ist nicht übernommen oder schon beantwortet.',
  'tells-something-else': () =>
    'Dieses Schreiben passt nicht zur Entscheidung: Wer weniger bekommt als verlangt, erfährt Gründe und Rechtsbehelf (Art. 12 Abs. 4).',
  'no-decider': () =>
    'Wer diesen Auftrag beantwortet hat, darf nicht entscheiden. Bitte den Auftrag einem Konto mit der Rolle „Entscheidung“ geben.',
  'not-delegated': () =>
    'Sie können das empfehlen; entscheiden muss die Stelle, die im Profil steht. Bitte angeben, wann und wie sie entschieden hat.',
  'not-done': () => 'Dieser Auftrag ist nicht als erledigt beantwortet, oder zurückgezogen.',
  'seen-in-register': () => 'Bitte unter „Empfänger“ festhalten; hier lässt es sich nur mit Begründung auslassen.',
  'not-for-this-duty': () => 'Das ist kein Grund, diese Pflicht auszulassen.',
  'not-machine-readable': (limit) =>
    `Datei Nr. ${limit} ist kein lesbares JSON oder CSV (UTF-8). Bei CSV braucht jede Zeile gleich viele Felder.`,
  'nothing-left': () => 'Mindestens ein Recht muss hier bleiben.',
  'period-too-long': (limit) => `Der Zeitraum darf höchstens ${limit} Jahre lang sein.`,
};

export const REFUSALS_DE: Readonly<Record<RefusalCode | 'defect', { readonly title: string; readonly text: string }>> =
  {
    'not-found': {
      title: 'Seite nicht gefunden',
      text: 'Diese Seite gibt es nicht, oder sie ist nicht für Sie bestimmt.',
    },
    'not-allowed': {
      title: 'Kein Zugriff',
      text: 'Ihre Rolle erlaubt das nicht. Fragen Sie die Verwaltung, wenn Sie es brauchen.',
    },
    'not-signed-in': { title: 'Bitte anmelden', text: 'Melden Sie sich an, um weiterzumachen.' },
    'wrong-credentials': { title: 'Anmeldung nicht möglich', text: 'E-Mail-Adresse oder Kennwort stimmt nicht.' },
    'access-ended': {
      title: 'Zugang beendet',
      text: 'Dieser Zugang war befristet, und sein letzter Tag ist vorbei. Wenn Sie ihn noch brauchen, wenden Sie sich an die Organisation, die ihn eingerichtet hat.',
    },
    'too-many-attempts': {
      title: 'Zu viele Versuche',
      text: 'Bitte warten Sie eine Viertelstunde und versuchen Sie es dann erneut.',
    },
    'form-expired': {
      title: 'Formular abgelaufen',
      text: 'Bitte laden Sie die Seite neu und senden Sie sie noch einmal.',
    },
    'invalid-input': { title: 'Bitte berichtigen', text: 'Einige Angaben fehlen oder passen nicht.' },
    'malformed-body': {
      title: 'Nicht lesbar',
      text: 'Die Eingabe kam nicht vollständig an. Bitte noch einmal senden.',
    },
    'unsupported-media-type': { title: 'Nicht lesbar', text: 'Dieses Format wird nicht angenommen.' },
    'too-large': { title: 'Zu groß', text: 'Die Eingabe ist zu groß. Eine Datei darf 25 MB haben.' },
    'idempotency-key-reused': {
      title: 'Formular schon benutzt',
      text: 'Dieses Formular wurde schon einmal mit anderem Inhalt gesendet. Bitte die Seite neu öffnen.',
    },
    'command-not-allowed': { title: 'Jetzt nicht möglich', text: 'Der Stand des Vorgangs erlaubt das nicht mehr.' },
    'withdrawal-too-late': {
      title: 'Zu spät zum Zurückziehen',
      text: 'Zurückziehen geht nur in den ersten zehn Minuten. Bitte rufen Sie die oder den Datenschutzbeauftragten an.',
    },
    'sign-in-elsewhere-failed': {
      title: 'Anmeldung nicht gelungen',
      text: 'Der Anmeldedienst hat geantwortet, aber die Antwort war nicht gültig oder wurde schon benutzt. Bitte melden Sie sich noch einmal an. Bleibt es dabei, sagen Sie der Verwaltung Bescheid.',
    },
    'no-role': {
      title: 'Kein Zugang',
      text: 'Sie sind angemeldet, haben hier aber keine Rolle. Bitte fragen Sie die Verwaltung Ihrer Organisation.',
    },
    'link-over': {
      title: 'Link nicht mehr gültig',
      text: 'Dieser Link wurde schon benutzt, oder seine Zeit ist um. Bitte lassen Sie sich einen neuen senden.',
    },
    'last-of-role': {
      title: 'Niemand sonst hat diese Rolle',
      text: 'Die letzte Verwaltung und die einzige DSB-Rolle lassen sich nicht entfernen. Geben Sie die Rolle zuerst jemand anderem.',
    },
    'last-role': {
      title: 'Das ist die einzige Rolle',
      text: 'Wenn die Person geht, wählen Sie „Ausscheiden“. Wenn sie etwas anderes tut, geben Sie zuerst die neue Rolle.',
    },
    'second-factor-due': {
      title: 'Bitte zuerst den zweiten Faktor einrichten',
      text: 'Ihre Organisation verlangt ihn für Ihre Rolle. Sie finden ihn unter „Mein Konto“, „Zweiter Faktor“.',
    },
    'account-suspended': {
      title: 'Das Konto ist gesperrt',
      text: 'Geben Sie es zuerst wieder frei.',
    },
    'second-person-needed': {
      title: 'Das bestätigt jemand anderes',
      text: 'Wer eine Löschsperre gesetzt hat, kann sie nicht selbst bestätigen. Bitte eine zweite Person darum.',
    },
    'erasure-halted': {
      title: 'Der Löschlauf ist angehalten',
      text: 'Die Uhr ist gesprungen, oder lange hat niemand nachgesehen. Bitte auf der Seite „Löschung“ die Uhrzeit bestätigen.',
    },
    'undo-too-late': {
      title: 'Nicht mehr rückgängig zu machen',
      text: 'Die Zeit dafür ist um, oder es ist inzwischen etwas daraus geworden.',
    },
    'not-forwarded': {
      title: 'Noch nicht weitergeleitet',
      text: 'Teilen lässt sich ein Vorgang erst, wenn seine Weiterleitung angekommen ist.',
    },
    'version-conflict': {
      title: 'Inzwischen geändert',
      text: 'Jemand anderes hat den Vorgang gerade geändert. Bitte sehen Sie ihn noch einmal an.',
    },
    'precondition-required': { title: 'Angabe fehlt', text: 'Es fehlt, auf welchen Stand sich die Änderung bezieht.' },
    'content-erased': { title: 'Gelöscht', text: 'Die personenbezogenen Daten dieses Vorgangs sind gelöscht.' },
    'no-designation': {
      title: 'Keine Weiterleitung eingerichtet',
      text: 'Für diese Organisation ist keine Benennung oder Anweisung in Kraft. Bitte die Verwaltung verständigen.',
    },
    'not-ready-to-close': {
      title: 'Noch nicht abzuschließen',
      text: 'Es ist noch etwas offen. Auf der Seite „Rechte und Entscheidungen“ steht, was fehlt.',
    },
    'log-has-gap': {
      title: 'Im Protokoll fehlt ein Eintrag',
      text: 'Über ein lückenhaftes Protokoll wird kein Bericht ausgestellt. Bitte wenden Sie sich an die Verwaltung der Anwendung.',
    },
    unavailable: {
      title: 'Im Augenblick nicht möglich',
      text: 'Es wurde nichts gespeichert. Bitte versuchen Sie es gleich noch einmal; Ihr Text steht noch im Formular.',
    },
    defect: {
      title: 'Da ist etwas schiefgegangen',
      text: 'Der Fehler liegt bei uns und ist vermerkt. Bitte versuchen Sie es noch einmal.',
    },
  };

/** `23.12.2026` for a calendar date. */
function dayOf(date: number | string | undefined): string {
  const text = String(date);
  return `${text.slice(8, 10)}.${text.slice(5, 7)}.${text.slice(0, 4)}`;
}
