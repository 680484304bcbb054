import type { Texts } from './de.js';

export const GUIDANCE_EN: Texts['guidance'] = {
  title: 'Complaint about data protection',
  lead: 'You think that your data is not handled as it should be? Then you can complain to a supervisory authority. It costs nothing and needs no lawyer.',
  stepsTitle: 'How it works',
  steps: [
    'Write down in your own words what happened. A few sentences are enough.',
    'Find an authority on this page. You may choose: where you live, where you work, or where it happened.',
    'Send it your complaint: on its website, by e-mail or by post.',
  ],
  toKnow: 'Good to know',
  questions: [
    {
      question: 'What does it cost?',
      answer:
        'Nothing (Art. 57(3) GDPR). You need no lawyer. Only somebody who plainly has no reason, or writes the same again and again, may have to pay a fee (Art. 57(4) GDPR).',
    },
    {
      question: 'Do I have to write to the organisation first?',
      answer:
        'No. You can complain at once (Art. 77 GDPR). It is often faster, though, to talk to the data protection officer there first. One does not exclude the other.',
    },
    {
      question: 'What should the complaint say?',
      answer:
        'It needs no special form. A letter, an e-mail or the form of the authority is enough (Art. 57(2) GDPR). Write:',
      points: [
        'your name, and how the authority can reach you',
        'which organisation it is about, best with its address',
        'what happened, and when',
        'what you have tried already; add copies of letters, e-mails or pictures',
        'whether the organisation may learn your name',
      ],
    },
    {
      question: 'Is there a time limit?',
      answer:
        'Not in Germany. Other countries may have one: Austria, for example, one year after you learned of it. Better not wait long.',
    },
    {
      question: 'How long does it take?',
      answer:
        'That differs. After three months at the latest the authority has to tell you how your complaint stands (Art. 78(2) GDPR). It also has to tell you the result (Art. 77(2) GDPR).',
    },
    {
      question: 'What if the authority does not help?',
      answer:
        'If you hear nothing for three months, or if you disagree with the decision, you can take the authority to court (Art. 78 GDPR). Until when, it says at the end of the decision.',
    },
    {
      question: 'Can I go to court at once?',
      answer:
        'Yes. You can take the organisation itself to court (Art. 79 GDPR), also for damages (Art. 82 GDPR), with or without a complaint. A court can cost money; get advice first.',
    },
  ],
  whereTitle: 'Find the authority for my place',
  country: 'Country',
  otherCountry: 'another country',
  land: 'Land (Germany only)',
  noLand: 'please choose',
  context: 'What ties you to this place?',
  kind: 'Whom is it about?',
  kindUnknown: 'I do not know',
  submit: 'Show the authority',
  result: 'This authority helps you',
  results: 'These authorities help you',
  noResult: 'Who helps you',
  ownSupervisors: 'Their own supervisors',
  landMissing: 'In Germany it depends on the Land. Please choose one.',
  why: 'Why?',
  ours: (name) => `Responsible for ${name}`,
  oursHint: 'This authority decides in the end. You can send your complaint directly to it.',
  askFirst: 'Rather ask first?',
  askFirstHint: (title) =>
    `You need not. But if you like, talk to the office responsible for data protection (${title}):`,
  address: 'Address',
  telephone: 'Telephone',
  email: 'E-mail',
  complaintPage: 'Complaint online',
  website: 'Website',
  external: (name) => `${name} (another website)`,
  unconfirmed: '(not confirmed)',
  checked: 'Details checked',
  evidence: {
    'own-page': (day) => `compared on ${day} with a stored page of the authority`,
    others: (day) => `compared on ${day} with what others state, not with the authority’s page`,
  },
  asOf: (day) =>
    `State of knowledge: ${day}. Addresses change. Please look at the authority’s own page before you send anything.`,
  printHint: 'Printed, this page is a sheet to take along.',
  contexts: {
    residence: 'I live there',
    work: 'I work there',
    infringement: 'It happened there',
    controller: 'The organisation has its seat there',
  },
  kinds: {
    public: 'an authority, chamber, school or other public body of a Land',
    private: 'a company or an association',
    federal: 'a federal authority, a tax office, a job centre or a nationwide health insurance fund',
    telecom: 'a telephone, internet or postal provider',
    church: 'a church or religious community',
    broadcaster: 'a public broadcaster',
    press: 'a newspaper or other press',
    court: 'a court',
  },
  rules: {
    residence: 'You can complain where you usually live.',
    work: 'You can complain where you work.',
    infringement: 'You can complain where the alleged infringement happened.',
    controller: 'The authority at the seat of the organisation is responsible.',
    federal:
      'For federal authorities, tax offices, job centres and nationwide health insurance funds the Federal Commissioner is responsible.',
    telecom: 'For telephone, internet and postal providers the Federal Commissioner is responsible.',
    'land-public':
      'For public bodies of a Land, chambers included, the authority of the Land that the body belongs to is responsible.',
    'land-private':
      'For companies and associations the authority of the Land where they have their seat is responsible.',
    church:
      'Churches and religious communities may have supervisors of their own. Turn to them first. If a community has none, the state authority helps.',
    broadcaster:
      'Public broadcasters have data protection commissioners of their own. For some of them the state authority is responsible for everything that is not journalism.',
    press:
      'No data protection authority examines journalistic work; you can complain to the German Press Council. For everything else, a subscription for example, the authority of the Land is responsible.',
    court:
      'No data protection authority examines what a court decides in its proceedings; only the remedies of the proceedings help. For the administration of the court the authority of the Land is responsible, for federal courts the Federal Commissioner.',
    'handed-on': 'If another authority is responsible, this one hands your complaint on to it; it is not lost.',
    cooperation: 'If another authority is responsible, the two work together; your complaint is not lost.',
    'public-abroad':
      'Over a public body of another country the authority of that country decides. The authority here can pass your complaint on to it. It is often faster to complain there at once.',
    outside:
      'There are authorities under the GDPR only in the European Union, in Iceland, Liechtenstein and Norway. You can complain all the same: to the authority of the country where it happened or where the organisation has its seat. Choose that place above.',
    'own-law':
      'This authority watches over the data protection law of its own country, not over the GDPR. It helps if the organisation is active there too.',
  },
};
