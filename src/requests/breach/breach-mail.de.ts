/** Words of the alarm about a hint of a breach. It names no person and nothing of the content. */
export const BREACH_MAIL = {
  subject: (reference: string, until: string) => `Mögliche Datenpanne, 72 Stunden bis ${until}: ${reference}`,
  text: (reference: string, since: string, until: string) =>
    `Im Vorgang ${reference} gibt es einen Hinweis auf eine Verletzung des Schutzes personenbezogener Daten (Art. 33 DSGVO).\n\nBekannt seit: ${since}\nMeldung an die Aufsichtsbehörde spätestens: ${until} (72 Stunden, auch an Wochenenden und Feiertagen)\n\nOb gemeldet werden muss, prüft die oder der Datenschutzbeauftragte mit Ihnen. Bitte nehmen Sie sofort Verbindung auf.`,
} as const;
