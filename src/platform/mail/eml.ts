import { simpleParser } from 'mailparser';

/** The text of the first attachment of a mail whose name ends so; undefined when there is none, or no mail. */
export async function attachedText(mail: Buffer, ending: string): Promise<string | undefined> {
  const { attachments } = await simpleParser(mail, {
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipImageLinks: true,
  });
  return attachments.find(({ filename }) => filename?.endsWith(ending) === true)?.content.toString('utf8');
}
