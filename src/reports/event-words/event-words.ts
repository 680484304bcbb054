import type { EventName } from '../../domain/log/events.js';
import { BREACH_DE, BREACH_EN } from './breach.js';
import { CLAIM_DE, CLAIM_EN } from './claim.js';
import { CORRESPONDENCE_DE, CORRESPONDENCE_EN } from './correspondence.js';
import { DEADLINE_DE, DEADLINE_EN } from './deadline.js';
import { DESK_DE, DESK_EN } from './desk.js';
import { DUTY_DE, DUTY_EN } from './duty.js';
import { FORWARDING_DE, FORWARDING_EN } from './forwarding.js';
import { IDENTITY_CHECK_DE, IDENTITY_CHECK_EN } from './identity-check.js';
import { IDENTITY_DE, IDENTITY_EN } from './identity.js';
import { LOG_DE, LOG_EN } from './log.js';
import { MAIL_DE, MAIL_EN } from './mail.js';
import { MAILBOX_DE, MAILBOX_EN } from './mailbox.js';
import { ORGANISATION_DE, ORGANISATION_EN } from './organisation.js';
import { REPORT_DE, REPORT_EN } from './report.js';
import { REQUEST_DE, REQUEST_EN } from './request.js';
import { RETENTION_DE, RETENTION_EN } from './retention.js';
import { TASK_DE, TASK_EN } from './task.js';

/** What happened, in one line for somebody who has never seen this program. */
export const EVENT_GLOSSES_DE: Readonly<Record<EventName, string>> = {
  ...ORGANISATION_DE,
  ...IDENTITY_DE,
  ...REQUEST_DE,
  ...FORWARDING_DE,
  ...DEADLINE_DE,
  ...BREACH_DE,
  ...CLAIM_DE,
  ...DUTY_DE,
  ...CORRESPONDENCE_DE,
  ...TASK_DE,
  ...IDENTITY_CHECK_DE,
  ...DESK_DE,
  ...REPORT_DE,
  ...RETENTION_DE,
  ...MAIL_DE,
  ...MAILBOX_DE,
  ...LOG_DE,
};

export const EVENT_GLOSSES_EN: Readonly<Record<EventName, string>> = {
  ...ORGANISATION_EN,
  ...IDENTITY_EN,
  ...REQUEST_EN,
  ...FORWARDING_EN,
  ...DEADLINE_EN,
  ...BREACH_EN,
  ...CLAIM_EN,
  ...DUTY_EN,
  ...CORRESPONDENCE_EN,
  ...TASK_EN,
  ...IDENTITY_CHECK_EN,
  ...DESK_EN,
  ...REPORT_EN,
  ...RETENTION_EN,
  ...MAIL_EN,
  ...MAILBOX_EN,
  ...LOG_EN,
};
