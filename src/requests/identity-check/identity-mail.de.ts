/** To the person: nothing of what they asked for, in case it is not they who read it. */
export const IDENTITY_MAIL = {
  code: {
    subject: (organisation: string) => `Ihr Bestätigungscode (${organisation})`,
    lead: (organisation: string) =>
      `Guten Tag,\n\nbei ${organisation} ist unter Ihrem Namen eine Anfrage zum Datenschutz eingegangen. Damit niemand anderes Auskunft über Sie bekommt oder Ihre Daten ändern lässt, bitten wir Sie, kurz zu bestätigen, dass die Anfrage von Ihnen ist.`,
    code: (code: string, until: string) => `Ihr Code: ${code}\n\nEr gilt bis ${until}.`,
    link: (url: string) =>
      `Hier können Sie ihn eingeben:\n${url}\n\nOder nennen Sie ihn uns auf dem Weg, auf dem Sie uns geschrieben haben.`,
    notYou:
      'Haben Sie nichts gefragt? Dann geben Sie den Code bitte nicht weiter; Sie müssen nichts tun. Einen Ausweis brauchen wir nicht.',
    contact: (title: string, email: string, telephone: string) => `Fragen? ${title}, ${email}, ${telephone}`,
  },
  told: {
    subject: (reference: string) => `Identität bestätigt zu ${reference}`,
    lead: (reference: string) =>
      `Die Person hat zum Vorgang ${reference} den richtigen Code eingegeben. Hat sie deswegen geruht, läuft die Frist von diesem Tag an von selbst weiter.`,
    link: (url: string) => `Zur Identitätsprüfung:\n${url}`,
  },
} as const;
