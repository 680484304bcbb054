// Art. 12(4), 77 GDPR: the sentence about complaining that stands in letters and replies.

/** As an organisation's profile has it. */
export interface NamedAuthority {
  readonly name: string;
  readonly postalAddress: string;
  readonly telephone: string;
  readonly email: string;
  readonly complaintUrl: string;
}

/** @param page address of the public guidance page, where other authorities can be looked up */
export function guidanceParagraph(language: 'de' | 'en', authority: NamedAuthority, page: string): string {
  const address = authority.postalAddress.split(/\r?\n/).join(', ');
  return language === 'de'
    ? `Sie können sich bei einer Datenschutz-Aufsichtsbehörde beschweren (Art. 77 DSGVO), auch dort, wo Sie wohnen oder arbeiten. Für uns zuständig: ${authority.name}, ${address}, Telefon ${authority.telephone}, ${authority.email}, ${authority.complaintUrl}. Welche Behörden sonst in Betracht kommen: ${page}`
    : `You can complain to a data protection authority (Art. 77 GDPR), also where you live or work. Responsible for us: ${authority.name}, ${address}, telephone ${authority.telephone}, ${authority.email}, ${authority.complaintUrl}. Which other authorities there are: ${page}`;
}
