import { CHANNEL_KINDS } from '../../../domain/channel-kind.js';
import { STATES } from '../../../domain/lifecycle/lifecycle.js';
import { HANDOVER_CLASSES } from '../../../domain/reports/figures.js';
import { GROUNDS, OUTCOMES } from '../../../domain/rights/outcome.js';
import { RIGHT_NAMES } from '../../../domain/rights/right.js';
import { COMPLIANCE_SCHEMA_ID } from './json.js';

type Schema = Readonly<Record<string, unknown>>;

const TEXT: Schema = { type: 'string' };
const UUID: Schema = { type: 'string', pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' };
const DAY: Schema = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' };
const MOMENT: Schema = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$' };
/** Null: left out of a published report. */
const COUNT: Schema = { type: ['integer', 'null'], minimum: 0 };
const MEASURED: Schema = { type: ['integer', 'null'], minimum: 0 };

function object(properties: Schema): Schema {
  return { type: 'object', additionalProperties: false, required: Object.keys(properties), properties };
}

function list(items: Schema): Schema {
  return { type: 'array', items };
}

function oneOf(words: readonly (string | null)[]): Schema {
  return { enum: words };
}

function orNull(schema: Schema): Schema {
  return { anyOf: [schema, { type: 'null' }] };
}

function counts(...names: readonly string[]): Schema {
  return object(Object.fromEntries(names.map((name) => [name, COUNT])));
}

const DISTRIBUTION = object({ count: COUNT, median: MEASURED, p90: MEASURED, p99: MEASURED, longest: MEASURED });
const TREND = {
  ...object({ span: TEXT, received: COUNT, answered: COUNT, followed: COUNT, missed: COUNT }),
  description:
    'received, followed and missed: of the requests recorded in the span; answered: answers given in it, whenever the request was recorded',
};
const IN_BOTH_LANGUAGES = object({ de: TEXT, en: TEXT });

const FIGURES = object({
  period: object({ from: DAY, to: DAY }),
  timeZone: TEXT,
  requests: object({
    recorded: COUNT,
    byRight: counts(...RIGHT_NAMES, 'unnamed'),
    byState: counts(...STATES),
    byChannel: list(
      object({
        channel: UUID,
        kind: oneOf(CHANNEL_KINDS),
        requests: COUNT,
        handover: {
          ...list(COUNT),
          minItems: HANDOVER_CLASSES.length + 1,
          maxItems: HANDOVER_CLASSES.length + 1,
          description: `requests handed over within ${HANDOVER_CLASSES.join(', ')} minutes, and beyond`,
        },
      }),
    ),
    outcomes: list(
      object({
        right: oneOf(RIGHT_NAMES),
        outcome: oneOf(OUTCOMES),
        ground: oneOf([...GROUNDS, null]),
        claims: COUNT,
      }),
    ),
    decidedByChannel: list(object({ channel: UUID, outcome: oneOf(OUTCOMES), claims: COUNT })),
    carriedOver: COUNT,
  }),
  times: {
    ...object({
      receiptToRecording: DISTRIBUTION,
      recordingToForwarding: DISTRIBUTION,
      forwardingToAcknowledgement: DISTRIBUTION,
      receiptToAnswerDays: DISTRIBUTION,
    }),
    description: 'milliseconds, nearest rank; receiptToAnswerDays in whole days',
  },
  verdict: object({
    ...{ directly: COUNT, atOnce: COUNT, followed: COUNT },
    exceptions: list(
      object({
        request: UUID,
        reasons: list(
          oneOf(['late-handover', 'arrival-unknown', 'late-forwarding', 'not-forwarded', 'other-recipient']),
        ),
        ...{ receivedAt: MOMENT, recordedAt: MOMENT, forwardedAt: orNull(MOMENT), reasonStated: { type: 'boolean' } },
      }),
    ),
    exceptionsLeftOut: COUNT,
  }),
  deadlines: counts('met', 'missed', 'open', 'ended', 'extended'),
  inTime: counts('proved', 'stated', 'cameBack'),
  lateEntries: counts('requests'),
  arrivals: counts('sameDay', 'nextDay', 'later', 'unsaid', 'unknown'),
  identityChecks: counts('asked', 'confirmed'),
  recipients: counts('listed', 'notified', 'leftOut'),
  restrictions: counts('began', 'lifted', 'activeAtEnd'),
  complaints: counts('opened', 'concluded', 'openAtEnd'),
  erasures: counts('closed'),
  duties: counts('done', 'leftOut', 'reopened'),
  dismissals: counts('noted', 'dismissed'),
  retention: counts('erased', 'told', 'untold', 'copies', 'channels', 'holds', 'heldAtEnd'),
  instructions: list(
    object({
      ...{ instruction: UUID, version: COUNT, holdsFrom: DAY, handoverLimitMinutes: COUNT },
      ...{ forwardingLimitSeconds: COUNT, text: TEXT, confirmedBy: COUNT },
    }),
  ),
  staff: COUNT,
  outages: list(object({ from: MOMENT, to: orNull(MOMENT), requests: COUNT })),
  outagesLeftOut: COUNT,
  log: counts('size', 'entries', 'damageFound', 'clockAnomalies', 'epochs'),
  byMonth: list(TREND),
  byWeek: list(TREND),
});

/** The report in JSON, for those who read it by program; a member more or less is another version. */
export const COMPLIANCE_SCHEMA: Schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: COMPLIANCE_SCHEMA_ID,
  title: 'Compliance report of Forthwith (Rechenschaftsbericht)',
  ...object({
    schema: { const: COMPLIANCE_SCHEMA_ID },
    organisation: object({ slug: TEXT, name: TEXT, postalAddress: TEXT, email: TEXT }),
    asOf: orNull(MOMENT),
    smallNumbers: orNull(object({ threshold: { type: 'integer', minimum: 1 } })),
    method: object({ source: TEXT, shares: TEXT, percentiles: TEXT }),
    figures: FIGURES,
    channels: { type: 'object', additionalProperties: IN_BOTH_LANGUAGES },
    instructionTexts: { type: 'object', additionalProperties: IN_BOTH_LANGUAGES },
    references: { type: 'object', additionalProperties: TEXT },
    checkpoint: orNull(object({ origin: TEXT, size: { type: 'integer', minimum: 1 }, root: TEXT, note: TEXT })),
    witnessing: object({ witnesses: list(object({ name: TEXT, size: COUNT })), timeStamp: orNull(MOMENT) }),
    keys: list(object({ vkey: TEXT, fingerprint: TEXT })),
  }),
};
