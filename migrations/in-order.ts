import { CreateApplicationRole1764000000001 } from './1764000000001-create-application-role.js';
import { CreateOrganisations1764000000002 } from './1764000000002-create-organisations.js';
import { CreateIdentity1764000000003 } from './1764000000003-create-identity.js';
import { CreateAuditLog1764000000004 } from './1764000000004-create-audit-log.js';
import { CreateRightsRequests1764000000005 } from './1764000000005-create-rights-requests.js';
import { CreateForwarding1764000000006 } from './1764000000006-create-forwarding.js';
import { CreateOutbox1764000000007 } from './1764000000007-create-outbox.js';
import { ForceRowLevelSecurity1764000000008 } from './1764000000008-force-row-level-security.js';
import { FollowDeadlines1764000000009 } from './1764000000009-follow-deadlines.js';
import { CreateReminders1764000000010 } from './1764000000010-create-reminders.js';
import { WitnessTheLog1764000000011 } from './1764000000011-witness-the-log.js';
import { CloseRequests1764000000012 } from './1764000000012-close-requests.js';
import { ClaimRights1764000000013 } from './1764000000013-claim-rights.js';
import { FollowArticles1764000000014 } from './1764000000014-follow-articles.js';
import { WriteToPeople1764000000015 } from './1764000000015-write-to-people.js';
import { GiveTasks1764000000016 } from './1764000000016-give-tasks.js';
import { CheckIdentity1764000000017 } from './1764000000017-check-identity.js';
import { KeepDesk1764000000018 } from './1764000000018-keep-desk.js';
import { JoinRequests1764000000019 } from './1764000000019-join-requests.js';
import { HandOverPackages1764000000020 } from './1764000000020-hand-over-packages.js';
import { IssueReports1764000000021 } from './1764000000021-issue-reports.js';
import { ScheduleReports1764000000022 } from './1764000000022-schedule-reports.js';
import { EndAccounts1764000000023 } from './1764000000023-end-accounts.js';
import { RefuseRecipients1764000000024 } from './1764000000024-refuse-recipients.js';
import { WithdrawChecks1764000000025 } from './1764000000025-withdraw-checks.js';
import { CountFigures1764000000026 } from './1764000000026-count-figures.js';
import { FollowMails1764000000028 } from './1764000000028-follow-mails.js';
import { CountSplitParts1764000000029 } from './1764000000029-count-split-parts.js';
import { SendReportsToEach1764000000030 } from './1764000000030-send-reports-to-each.js';
import { GuardTheLog1764000000035 } from './1764000000035-guard-the-log.js';
import { RaiseLogAlarms1764000000036 } from './1764000000036-raise-log-alarms.js';
import { WitnessEachLog1764000000037 } from './1764000000037-witness-each-log.js';
import { CountAttempts1764000000052 } from './1764000000052-count-attempts.js';
import { KnowFirstUseOfTokens1764000000053 } from './1764000000053-know-first-use-of-tokens.js';
import { TouchOnlyWhatIsSeen1764000000054 } from './1764000000054-touch-only-what-is-seen.js';
import { NameProvisions1764000000060 } from './1764000000060-name-provisions.js';
import { NoteRefusedMails1764000000070 } from './1764000000070-note-refused-mails.js';
import { SettleDuties1764000000120 } from './1764000000120-settle-duties.js';
import { AnswerAnotherWay1764000000121 } from './1764000000121-answer-another-way.js';
import { NameWhoDecides1764000000122 } from './1764000000122-name-who-decides.js';
import { FindSentMails1764000000140 } from './1764000000140-find-sent-mails.js';
import { FollowWhatComesBack1764000000141 } from './1764000000141-follow-what-comes-back.js';
import { LimitTakingOver1764000000142 } from './1764000000142-limit-taking-over.js';
import { KnowStandingOfMail1764000000143 } from './1764000000143-know-standing-of-mail.js';
import { EncryptToTheDpo1764000000144 } from './1764000000144-encrypt-to-the-dpo.js';
import { ReadMailboxes1764000000160 } from './1764000000160-read-mailboxes.js';
import { TakeMailsIn1764000000161 } from './1764000000161-take-mails-in.js';
import { KnowWhatIsUnread1764000000162 } from './1764000000162-know-what-is-unread.js';
import { EraseRequests1764000000180 } from './1764000000180-erase-requests.js';
import { HoldErasures1764000000181 } from './1764000000181-hold-erasures.js';
import { RegisterCopies1764000000182 } from './1764000000182-register-copies.js';
import { RunAccounts1764000000200 } from './1764000000200-run-accounts.js';
import { SignInElsewhere1764000000201 } from './1764000000201-sign-in-elsewhere.js';
import { OwnChannels1764000000202 } from './1764000000202-own-channels.js';
import { AskSecondFactor1764000000203 } from './1764000000203-ask-second-factor.js';
import { StageUploads1764000000220 } from './1764000000220-stage-uploads.js';
import { FindByPerson1764000000221 } from './1764000000221-find-by-person.js';
import { ListCases1764000000222 } from './1764000000222-list-cases.js';
import { OrderWhatFollowsAnAnswer1764000000230 } from './1764000000230-order-what-follows-an-answer.js';
import { NameLegalPages1764000000231 } from './1764000000231-name-legal-pages.js';
import { SignTheScope1764000000240 } from './1764000000240-sign-the-scope.js';
import { TellAHeadSetBack1764000000265 } from './1764000000265-tell-a-head-set-back.js';
import { MirrorSisters1764000000266 } from './1764000000266-mirror-sisters.js';
import { AskTwoMoments1764000000270 } from './1764000000270-ask-two-moments.js';
import { NameADecider1764000000271 } from './1764000000271-name-a-decider.js';
import { RunOtherClocks1764000000272 } from './1764000000272-run-other-clocks.js';
import { ConfirmMails1764000000280 } from './1764000000280-confirm-mails.js';
import { RenewKeys1764000000285 } from './1764000000285-renew-keys.js';
import { CertifyErasures1764000000286 } from './1764000000286-certify-erasures.js';
import { DropSpentTokens1764000000287 } from './1764000000287-drop-spent-tokens.js';
import { KnowSweptCopies1764000000288 } from './1764000000288-know-swept-copies.js';
import { RunWithoutATerminal1764000000293 } from './1764000000293-run-without-a-terminal.js';
import { ShapeOrganisationsByPage1764000000294 } from './1764000000294-shape-organisations-by-page.js';
import { ForgetLeavers1764000000295 } from './1764000000295-forget-leavers.js';
import { KeepMacros1764000000308 } from './1764000000308-keep-macros.js';

/** Every migration, oldest first; a new one is appended here. */
export const MIGRATIONS = [
  CreateApplicationRole1764000000001,
  CreateOrganisations1764000000002,
  CreateIdentity1764000000003,
  CreateAuditLog1764000000004,
  CreateRightsRequests1764000000005,
  CreateForwarding1764000000006,
  CreateOutbox1764000000007,
  ForceRowLevelSecurity1764000000008,
  FollowDeadlines1764000000009,
  CreateReminders1764000000010,
  WitnessTheLog1764000000011,
  CloseRequests1764000000012,
  ClaimRights1764000000013,
  FollowArticles1764000000014,
  WriteToPeople1764000000015,
  GiveTasks1764000000016,
  CheckIdentity1764000000017,
  KeepDesk1764000000018,
  JoinRequests1764000000019,
  HandOverPackages1764000000020,
  IssueReports1764000000021,
  ScheduleReports1764000000022,
  EndAccounts1764000000023,
  RefuseRecipients1764000000024,
  WithdrawChecks1764000000025,
  CountFigures1764000000026,
  FollowMails1764000000028,
  CountSplitParts1764000000029,
  SendReportsToEach1764000000030,
  GuardTheLog1764000000035,
  RaiseLogAlarms1764000000036,
  WitnessEachLog1764000000037,
  CountAttempts1764000000052,
  KnowFirstUseOfTokens1764000000053,
  TouchOnlyWhatIsSeen1764000000054,
  NameProvisions1764000000060,
  NoteRefusedMails1764000000070,
  SettleDuties1764000000120,
  AnswerAnotherWay1764000000121,
  NameWhoDecides1764000000122,
  FindSentMails1764000000140,
  FollowWhatComesBack1764000000141,
  LimitTakingOver1764000000142,
  KnowStandingOfMail1764000000143,
  EncryptToTheDpo1764000000144,
  ReadMailboxes1764000000160,
  TakeMailsIn1764000000161,
  KnowWhatIsUnread1764000000162,
  EraseRequests1764000000180,
  HoldErasures1764000000181,
  RegisterCopies1764000000182,
  RunAccounts1764000000200,
  SignInElsewhere1764000000201,
  OwnChannels1764000000202,
  AskSecondFactor1764000000203,
  StageUploads1764000000220,
  FindByPerson1764000000221,
  ListCases1764000000222,
  OrderWhatFollowsAnAnswer1764000000230,
  NameLegalPages1764000000231,
  SignTheScope1764000000240,
  TellAHeadSetBack1764000000265,
  MirrorSisters1764000000266,
  AskTwoMoments1764000000270,
  NameADecider1764000000271,
  RunOtherClocks1764000000272,
  ConfirmMails1764000000280,
  RenewKeys1764000000285,
  CertifyErasures1764000000286,
  DropSpentTokens1764000000287,
  KnowSweptCopies1764000000288,
  RunWithoutATerminal1764000000293,
  ShapeOrganisationsByPage1764000000294,
  ForgetLeavers1764000000295,
  KeepMacros1764000000308,
] as const;
