import { CHAMBER, startTestApplication, type TestApplication } from '../../../support/application.js';
import { CorrespondenceWorld, PERSON } from './correspondence-world.js';

const DEPUTY = { ...CHAMBER.designation, email: 'vertretung@kammer.example' };

let app: TestApplication;
let world: CorrespondenceWorld;
beforeAll(async () => {
  app = await startTestApplication({ profile: { deputy: DEPUTY } });
  world = await CorrespondenceWorld.on(app);
});
afterAll(() => app.stop());

test('while the DPO is away the deputy is told that an answer came in', async () => {
  const { page, reference } = await world.takenOver();
  await world.write(page, 'clarification');
  const mail = await world.sentTo(PERSON, ({ subject }) => subject.includes(reference));
  const replyTo = mail.header('reply-to').replaceAll(/[<>]/g, '');
  const answer = (id: string) =>
    world.arrives(replyTo, [
      `From: ${PERSON}`,
      `To: ${replyTo}`,
      `Message-ID: <${id}@post.example>`,
      '',
      `Antwort ${id}`,
    ]);
  const told = (to: string) => world.sentTo(to, ({ subject }) => subject === `${reference}: Antwort eingegangen`);

  await answer('da');
  await told(CHAMBER.designation.email);
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format();
  await world.dpo.post('/erinnerungen/abwesenheit', { from: today, until: '2099-12-31' }, '/erinnerungen');
  await answer('fort');
  await told(DEPUTY.email);
  const mails = await app.mailbox.listMails(1_000);
  const subjectsTo = (address: string) =>
    mails.filter(({ to, subject }) => to.includes(address) && subject.startsWith(`${reference}: Antwort`)).length;
  expect([subjectsTo(CHAMBER.designation.email), subjectsTo(DEPUTY.email)]).toEqual([1, 1]);
});
