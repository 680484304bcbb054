import { Inject, Injectable } from '@nestjs/common';
import { RULE_LIMITS, RULE_NAMES, ruleFault, rulesOf, type RetentionRules } from '../domain/retention/rules.js';
import { refuse } from '../domain/problem.js';
import type { Actor } from '../audit/actor.js';
import { AuditLog } from '../audit/audit-log.js';
import { Database } from '../platform/database/database.js';
import { mustBeDpo } from '../requests/request/permission.js';
import { currentRules, insertRules } from './erasing.sql.js';
import { mustSee } from './erasures.service.js';

export interface RulesView {
  readonly version: number;
  readonly rules: RetentionRules;
}

/** The periods of an organisation, version by version; each change is an entry that holds them all. */
@Injectable()
export class RetentionRulesService {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
  ) {}

  /** @throws Refusal not-allowed */
  async current(actor: Actor): Promise<RulesView> {
    mustSee(actor);
    const { version, rules } = await this.database.ask(actor, (executor) =>
      currentRules(executor, actor.organisationId),
    );
    return { version, rules: rulesOf(rules) };
  }

  /** Numbers that are left out stay as they are. @throws Refusal not-allowed, invalid-input */
  async change(actor: Actor, wanted: Readonly<Record<string, unknown>>): Promise<RulesView> {
    mustBeDpo(actor);
    const fields = RULE_NAMES.flatMap((name) => {
      const fault = wanted[name] === undefined ? undefined : ruleFault(name, wanted[name]);
      const { min, max } = RULE_LIMITS[name];
      return fault === undefined ? [] : [{ field: name, code: fault, limit: `${min}–${max}` }];
    });
    if (fields.length > 0) {
      refuse('invalid-input', { fields });
    }
    const { result } = await this.auditLog.transact(actor, async (transaction) => {
      const before = await currentRules(transaction, actor.organisationId);
      const set = Object.fromEntries(RULE_NAMES.map((name) => [name, wanted[name] ?? rulesOf(before.rules)[name]]));
      const rules = rulesOf(set);
      if (RULE_NAMES.every((name) => rules[name] === rulesOf(before.rules)[name])) {
        return { version: before.version, rules };
      }
      const version = before.version + 1;
      await insertRules(transaction, actor.organisationId, { version, rules }, transaction.now);
      transaction.record('retention.changed', { version, ...rules });
      return { version, rules };
    });
    return result;
  }
}
