/**
 * To be joined (or left-joined) in a statement: whom a message to the DPO of organisation `o` reaches at the moment `$n`, as `d`. That is
 * the deputy only where the DPO is away on that day and there is one.
 */
export function designationAt(parameter: `$${number}`): string {
  return `LATERAL (
     SELECT * FROM dpo_designation d
     WHERE d.organisation_id = o.id AND d.valid_until IS NULL AND (NOT d.deputy OR EXISTS (
       SELECT 1 FROM dpo_absence a WHERE a.organisation_id = o.id
         AND (${parameter}::timestamptz AT TIME ZONE o.time_zone)::date BETWEEN a.from_on AND a.until_on))
     ORDER BY d.deputy DESC LIMIT 1) d ON true`;
}
