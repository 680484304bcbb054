import { Inject, Injectable } from '@nestjs/common';
import { civilDateIn } from '../../../domain/civil-date.js';
import { decide } from '../../../domain/lifecycle/lifecycle.js';
import { CODE_ATTEMPTS } from '../../../domain/rights/identity-check.js';
import { PORTABILITY } from '../../../domain/rights/portability.js';
import type { Actor } from '../../../audit/actor.js';
import { Clock } from '../../../platform/clock.js';
import { CaseWork } from '../../../requests/request/case-work.js';
import { ClaimsService } from '../../../requests/claims/claims.service.js';
import type { ClaimState } from '../../../requests/claims/claim-state.js';
import { PACKAGE_DAYS } from '../../../requests/portability/package.js';
import { barsOf, PackagesService } from '../../../requests/portability/packages.service.js';
import type { PackageRow } from '../../../requests/portability/packages.sql.js';
import type { RightsRequestRow } from '../../../requests/request/rights-requests.repository.js';
import type { PartView, StepInput } from '../case-part.page.js';
import { Link } from '../../shell/components/link.js';
import type { Fact } from '../../shell/components/parts.js';
import { day, moment } from '../../shell/format.js';
import type { StagedView } from '../../../platform/staging/staged-uploads.js';
import type { PageContext } from '../../shell/page-context.js';
import type { PartForm, PartItem, PartLink } from '../case-part.page.js';

type Sealed = ReadonlyMap<string, Record<string, string>>;

/** Packages of one request (Art. 20) as their page shows them, the conditions first. */
@Injectable()
export class PortabilityViews {
  constructor(
    @Inject(CaseWork) private readonly cases: CaseWork,
    @Inject(ClaimsService) private readonly claims: ClaimsService,
    @Inject(PackagesService) private readonly packages: PackagesService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async view(context: PageContext, actor: Actor, row: RightsRequestRow): Promise<PartView> {
    const texts = context.texts.portability;
    const claim = (await this.claims.list(actor, row)).find(({ right }) => right === 'portability');
    const rows = await this.packages.list(actor, row.id);
    const sealed = await this.cases.read(actor, row.id, 'package-');
    const may = barsOf(claim).length === 0;
    const starts = may && this.isOpen(row) ? [{ step: 'prepare', label: texts.prepare }] : [];
    const items = rows.map((one, at) => this.item(context, row, one, rows.length - at, sealed));
    return {
      title: texts.title(row.reference),
      lead: texts.lead,
      empty: texts.empty,
      starts,
      items: [checksOf(context, row, claim, may), ...items],
    };
  }

  form(
    context: PageContext,
    row: RightsRequestRow,
    input: StepInput,
    staged: readonly StagedView[] = [],
  ): PartForm | undefined {
    const texts = context.texts.portability;
    const { step = '', item } = input;
    const of = (title: string, hint: string, fields: PartForm['fields']) => ({ step, item, title, hint, fields });
    const today = civilDateIn(this.clock.now(), row.timeZone);
    const text = (field: string, label: string, offered = '') =>
      ({ kind: 'text', field, label, value: input[field] ?? offered }) as const;
    switch (step) {
      case 'prepare': {
        const remove = context.texts.handover.removeFile('%s');
        const kept = { texts: context.texts, files: staged };
        const words = { label: texts.files, hint: texts.filesHint, remove };
        const files = { kind: 'files', field: 'files', ...words, staged: kept } as const;
        const upload = `/vorgaenge/${row.id}/uebertragung/paket`;
        return { ...of(texts.prepare, texts.prepareHint, [files]), upload };
      }
      case 'offer':
        return of(texts.offer, texts.offerHint, [
          { ...text('address', texts.address), kind: 'email' },
          text('days', texts.days, String(PACKAGE_DAYS)),
        ]);
      case 'transmit':
        return of(texts.transmit, texts.transmitHint, [
          text('controller', texts.controller),
          { ...text('how', texts.how), kind: 'area' },
          { ...text('on', texts.on, today), kind: 'date' },
        ]);
      case 'end':
        return of(texts.end, texts.endHint, []);
      default:
        return undefined;
    }
  }

  private item(context: PageContext, row: RightsRequestRow, one: PackageRow, number: number, sealed: Sealed): PartItem {
    const texts = context.texts.portability;
    const { labels } = texts;
    const said = (prefix: string, field: string) => sealed.get(`${prefix}-${one.id}`)?.[field];
    const mailed = one.mailedAt === null ? labels.notMailed : moment(context, one.mailedAt);
    const facts = [
      { label: labels.state, value: stateWords(context, one) },
      ...known(labels.files, said('package', 'files')?.replaceAll('\n', ', ')),
      { label: labels.prepared, value: moment(context, one.preparedAt) },
      ...known(labels.address, said('package-offer', 'address')),
      ...(one.offeredAt === null ? [] : [{ label: labels.mailed, value: mailed }]),
      ...(one.attempts === 0 ? [] : [{ label: labels.attempts, value: `${one.attempts} / ${CODE_ATTEMPTS}` }]),
      ...known(labels.controller, said('package-sent', 'controller')),
      ...known(labels.how, said('package-sent', 'how')),
      ...(one.settledOn === null ? [] : [{ label: labels.settled, value: day(context, one.settledOn) }]),
    ];
    if (one.state !== 'ready') {
      return { id: one.id, title: texts.item(number), facts, steps: [] };
    }
    const file = <Link href={`/vorgaenge/${row.id}/uebertragung/${one.id}/paket.zip`}>{texts.download}</Link>;
    return {
      id: one.id,
      title: texts.item(number),
      steps: this.steps(context, row, one),
      facts: [
        ...facts,
        { label: labels.endsAt, value: moment(context, one.endsAt) },
        { label: labels.document, value: file },
      ],
    };
  }

  private steps(context: PageContext, row: RightsRequestRow, one: PackageRow): PartLink[] {
    const texts = context.texts.portability;
    const open = this.isOpen(row);
    return [
      ...(open && one.offeredAt === null ? [{ step: 'offer', label: texts.offer }] : []),
      ...(open ? [{ step: 'transmit', label: texts.transmit }] : []),
      { step: 'end', label: texts.end },
    ];
  }

  private isOpen(row: RightsRequestRow): boolean {
    const facts = { state: row.state, recordedAt: row.recordedAt.getTime() };
    return decide('hand-over-package', facts, this.clock.now().getTime()).allowed;
  }
}

/** Art. 20(3) and (1), as answered on the page of the rights. */
function checksOf(context: PageContext, row: RightsRequestRow, claim: ClaimState | undefined, may: boolean): PartItem {
  const { portability: texts, claims } = context.texts;
  const link = { label: texts.next, value: <Link href={`/vorgaenge/${row.id}/rechte`}>{texts.toClaims}</Link> };
  const asked = PORTABILITY.checks.map(({ check }) => {
    const answer = claim?.checks[check];
    return { label: claims.checks[check], value: answer === undefined ? texts.open : claims.answers[answer] };
  });
  const state = {
    label: texts.labels.state,
    value: claim === undefined ? texts.notClaimed : may ? texts.may : texts.mayNot,
  };
  return {
    id: 'checks',
    title: texts.checks,
    steps: [],
    facts: claim === undefined ? [state, link] : [state, ...asked, link],
  };
}

function stateWords(context: PageContext, one: PackageRow): string {
  const { states } = context.texts.portability;
  const offered =
    one.offeredAt === null ? states.ready : one.attempts >= CODE_ATTEMPTS ? states.locked : states.offered;
  return one.state === 'ready' ? offered : states[one.state];
}

function known(label: string, value: string | undefined): Fact[] {
  return value === undefined || value === '' ? [] : [{ label, value: <bdi>{value}</bdi> }];
}
