/** Public pages: check a receipt, and whom a verifier has to believe. */
export const PROOF_DE = {
  checkTitle: 'Beleg prüfen',
  checkLead:
    'Hier steht, was der Beleg beweist, und nicht mehr. Die Seite weiß nicht, wer Sie sind, und braucht kein Konto.',
  code: 'Belegcode',
  codeHint: 'Vier Gruppen zu fünf Zeichen, aus der Eingangsbestätigung.',
  check: 'Prüfen',
  unknown: 'Zu diesem Code steht kein Eintrag in diesem Protokoll. Bitte vergleichen Sie ihn Zeichen für Zeichen.',
  contained: (organisation: string) => `Diese Anfrage steht im Protokoll von ${organisation}.`,
  containedText: 'Der Eintrag ist unterschrieben, und das Protokoll ist seither nur gewachsen.',
  changed: 'Das Protokoll von heute enthält diesen Eintrag nicht mehr so, wie er belegt wurde.',
  changedText:
    'Das ist ein Beweis, dass etwas geändert oder entfernt wurde. Laden Sie den Beleg herunter, und zeigen Sie ihn der Aufsichtsbehörde.',
  index: 'Platz im Protokoll',
  indexOf: (index: string, size: string) => `Eintrag ${index}, unterschrieben unter ${size} Einträgen`,
  recorded: 'erfasst am',
  received: 'eingegangen am, nach Angabe',
  due: 'Frist, bei der Erfassung berechnet',
  rights: 'verstanden als',
  noRights: 'noch nicht zugeordnet',
  proved:
    'Bewiesen ist, dass dieser Eintrag dort steht und seit seiner Unterschrift nicht geändert wurde. Dass stimmt, was jemand eingetragen hat, etwa der Tag des Eingangs, beweist kein Protokoll.',
  file: 'Beleg herunterladen (.tlog-proof)',
  fileHint: 'Heben Sie die Datei auf: Mit ihr prüft auch jemand anderes, ohne diese Seite und ohne unser Zutun.',
  trustTitle: 'Nachweise prüfen',
  trustLead: (organisation: string) =>
    `Mit diesen Angaben prüft jeder die Nachweise von ${organisation}. Vergleichen Sie die Fingerabdrücke mit denen aus einer anderen Quelle, etwa dem Impressum, einer früheren Mail oder am Telefon.`,
  keys: 'Schlüssel des Protokolls',
  current: 'gilt',
  replaced: 'ersetzt',
  fingerprint: 'Fingerabdruck (SHA-256)',
  vkey: 'Prüfschlüssel, für die Prüfung einzugeben',
  witnesses: 'Zeugen',
  noWitnesses: 'Es sind keine Zeugen eingerichtet.',
  authority: 'Zeitstempelstelle',
  noAuthority: 'Es gibt noch keinen Zeitstempel.',
  verifiers: 'Prüfprogramme',
  verifiersHint:
    'Ein Prüfprogramm, das mit dem Nachweis kommt, kann gefälscht sein. Diese beiden prüfen ohne Netz; ihre Prüfsummen (SHA-256) stehen daneben.',
  imprintTitle: 'Text für das Impressum',
  imprint: (name: string, fingerprints: string, page: string) =>
    `Prüfschlüssel unseres Protokolls über Anfragen zum Datenschutz: ${name}, Fingerabdruck (SHA-256) ${fingerprints}. Weitere Angaben: ${page}`,
};
