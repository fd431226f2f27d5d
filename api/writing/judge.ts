import { sql } from "drizzle-orm";
import { declarationOf } from "../../schema/declared.js";
import { inputName } from "../../schema/layer-types.js";
import type { Runner } from "../core/database.js";
import { Refusal } from "../core/refusal.js";
import type { Fault, Writer } from "./command.js";
import { column, of } from "./proposed.js";
import type { ProposedSet, RowFault, SetRefusal, Settling } from "./rules.js";

export const refusalOfFault = ({ field, reason, code, geometry, said }: Fault): Refusal =>
  new Refusal(code ?? "BAD_USER_INPUT", `${field}: ${reason}.`, {
    ...{ field, ...(geometry && { geometry }), ...(said && { said }) },
  });

/** What somebody may not see and what does not exist is refused alike. */
function unseenReferences(set: ProposedSet, writer: Writer): SetRefusal[] {
  return set.layer.fields.flatMap((field) => {
    if (field.type.kind !== "reference" || field.derived) return [];
    const target = declarationOf(field.type.to);
    const name = inputName(field);
    const reference = of("s", field.column);
    return {
      when: sql`${reference} is not null and ${set.changes(field.column)} and not exists (
        select 1 from ${column(target.table)} where county_id = ${set.county}
          and id = ${reference} and retired_at is null
          and ${writer.visible?.(target) ?? sql`true`})`,
      fault: {
        field: name,
        kind: "reference",
        reason: `there is no such ${target.singular} that you may see`,
      },
    };
  });
}

/** What must be one object's alone; twins within a set are the unique index's to refuse. */
function takenAlready(set: ProposedSet): SetRefusal[] {
  return (set.layer.unique ?? []).map((columns) => {
    const same = columns.map((name) => sql`x.${sql.identifier(name)} = ${of("s", name)}`);
    const changed = columns.map((name) => set.changes(name));
    const [first] = columns;
    const field = set.layer.fields.find((f) => f.column === first)!;
    return {
      when: sql`(${sql.join(changed, sql` or `)}) and exists (
        select 1 from ${column(set.layer.table)} x where x.county_id = ${set.county}
          and x.id <> s.id and x.retired_at is null and ${sql.join(same, sql` and `)})`,
      fault: {
        field: inputName(field),
        kind: "taken",
        reason: `another ${set.layer.singular} has it`,
        code: "CONFLICT",
      },
    };
  });
}

const OUTSIDE: Fault = {
  field: "geometry",
  kind: "place",
  code: "FORBIDDEN",
  reason: "this place is outside the area your role covers",
};

interface Judged {
  id: string;
  faults: number[];
  grid: string | null;
  village: string | null;
  moved: boolean;
}

/** Somebody whose role holds in some grids or villages only writes there and nowhere else. */
function isOutside(set: ProposedSet, writer: Writer, row: Judged): boolean {
  if (writer.access!.mayCreateIn(set.county, row.grid, row.village)) return false;
  return set.action === "create" || row.moved;
}

/** Asks SQL, once for the whole set, which of its rows are refused and why. */
export async function judge(
  tx: Runner,
  writer: Writer,
  set: ProposedSet,
  settling: Settling,
): Promise<RowFault[]> {
  const refusals = [
    ...(settling.refuse ?? []),
    ...unseenReferences(set, writer),
    ...takenAlready(set),
  ];
  const anywhere = writer.access?.mayCreateIn(set.county, null, null) ?? true;
  if (refusals.length === 0 && anywhere) return [];
  const hits = refusals.map(({ when }, n) => sql`case when ${when} then ${sql.raw(String(n))} end`);
  const grid = settling.grid ?? sql`null::uuid`;
  const base = set.layer.fields.some((f) => f.column === "grid_id") ? sql`o.grid_id` : sql`o.id`;
  const place = anywhere
    ? sql`null::uuid as grid, null::text as village, false as moved`
    : sql`${grid} as grid, ${settling.village ?? sql`null::text`} as village, ${
        set.action === "create" ? sql`true` : sql`${base} is distinct from ${grid}`
      } as moved`;
  const before =
    set.action === "create"
      ? sql``
      : sql`join ${column(set.layer.table)} o on o.county_id = ${set.county} and o.id = s.id`;
  const rows = await tx.rows<Judged>(sql`
    select * from (select s.id, array_remove(array[${
      hits.length > 0 ? sql.join(hits, sql`, `) : sql``
    }]::int[], null) as faults, ${place} from ${set.from} ${before}) judged
    ${anywhere ? sql`where cardinality(faults) > 0` : sql``}`);
  const faults: RowFault[] = [];
  for (const row of rows) {
    for (const n of row.faults) faults.push({ id: row.id, ...refusals[n]!.fault });
    if (!anywhere && isOutside(set, writer, row)) faults.push({ id: row.id, ...OUTSIDE });
  }
  return faults;
}
