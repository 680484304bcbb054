// Art. 12(4), 77 GDPR: the sentence about complaining that stands in letters and replies.

/** As an organisation's profile has it. */
export interface NamedAuthority {
  readonly name: string;
  readonly postalAddress: string;
  readonly telephone: string;
  readonly email: string;
  readonly complaintUrl: string;
}

/** Address of the public page for whoever wants to complain about this organisation, in the language of the letter. */
export function guidancePageAddress(baseUrl: string, organisation: string, language: 'de' | 'en'): string {
  return `${baseUrl}/beschwerde?organisation=${organisation}&lang=${language}`;
}

/** @param page address of the public guidance page, where other authorities can be looked up */
export function guidanceParagraph(language: 'de' | 'en', authority: NamedAuthority, page: string): string {
  const address = authority.postalAddress.split(/\r?\n/).join(', ');
  return language === 'de'
    ? `Sie können sich bei einer Datenschutz-Aufsichtsbehörde beschweren (Art. 77 DSGVO), auch dort, wo Sie wohnen oder arbeiten. Das kostet nichts, und Sie müssen uns nicht vorher fragen. Für uns zuständig: ${authority.name}, ${address}, Telefon ${authority.telephone}, ${authority.email}, ${authority.complaintUrl}. So geht es, und welche Behörden sonst in Betracht kommen: ${page}`
    : `You can complain to a data protection authority (Art. 77 GDPR), also where you live or work. It costs nothing, and you need not ask us first. Responsible for us: ${authority.name}, ${address}, telephone ${authority.telephone}, ${authority.email}, ${authority.complaintUrl}. How it works, and which other authorities there are: ${page}`;
}
