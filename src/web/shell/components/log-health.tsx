import type { Damage } from '../../../audit/monitor.js';
import { moment } from '../format.js';
import type { LogHealth } from '../log-health.js';
import type { PageContext } from '../page-context.js';
import { Facts } from './parts.js';

export function damageWords({ texts: { audit } }: PageContext, damage: Damage): string {
  return damage.kind === 'entry' ? audit.damage.entry(damage.index) : audit.damage[damage.kind](damage.size);
}

export function Health({ context, health }: { context: PageContext; health: LogHealth }) {
  const { audit } = context.texts;
  const { built, size, halted, monitor, witnesses, timeStamping } = health;
  const monitored =
    monitor.damage !== null
      ? damageWords(context, monitor.damage)
      : monitor.verifiedAt === null
        ? audit.monitorNothing
        : audit.monitorGood(monitor.size, moment(context, monitor.verifiedAt));
  return (
    <Facts
      facts={[
        { label: audit.integration, value: halted ? audit.halted : audit.built(built, size) },
        { label: audit.monitor, value: monitored },
        {
          label: audit.witnesses,
          value:
            witnesses.length === 0
              ? audit.noWitnesses
              : witnesses.map((witness) => <div key={witness.name}>{audit.witnessed(witness.name, witness.size)}</div>),
        },
        {
          label: audit.timeStamps,
          value:
            timeStamping === 'off'
              ? audit.noTimeStamps
              : timeStamping === null
                ? audit.noTimeStampYet
                : audit.timeStamped(moment(context, timeStamping)),
        },
      ]}
    />
  );
}
