/** The mails by which people take over their account, or get back into it. */
export const ACCOUNT_MAIL = {
  invitation: {
    subject: (organisation: string) => `Ihr Zugang zu Forthwith bei ${organisation}`,
    lead: (organisation: string) =>
      `${organisation} hat Ihnen einen Zugang zu Forthwith gegeben. Damit werden Anfragen von Menschen zu ihren Daten sofort an die oder den Datenschutzbeauftragten weitergegeben.`,
    link: (url: string, until: string) => `Bitte übernehmen Sie den Zugang bis ${until} hier:\n${url}`,
    notYou: 'Wenn Sie damit nichts anfangen können, löschen Sie diese Mail. Es geschieht dann nichts.',
  },
  password: {
    subject: (organisation: string) => `Neues Kennwort für Forthwith bei ${organisation}`,
    lead: () => 'Jemand hat für Ihr Konto ein neues Kennwort angefordert.',
    link: (url: string, until: string) => `Wenn Sie das waren, setzen Sie es bis ${until} hier:\n${url}`,
    notYou: 'Wenn Sie das nicht waren, löschen Sie diese Mail. Ihr Kennwort bleibt, wie es ist.',
  },
  contact: (organisation: string, email: string) => `Fragen dazu beantwortet ${organisation}: ${email}`,
} as const;
