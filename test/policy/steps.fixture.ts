import { sql } from "drizzle-orm";
import type { Services } from "../../api/core/services.js";
import { changeSet, clock, history, step } from "../../db/tables/index.js";
import { incidentForms } from "../../schema/actions/incidents.js";
import type { DeclaredName, Sensitivity } from "../../schema/declaration.js";
import { inputName } from "../../schema/layer-types.js";
import { COUNTY, id, uuid } from "../fixtures/small-county.js";
import type { Seer } from "./expected.fixture.js";

/** Whose business it is who did what with an incident, and when; a resident's are their own. */
export const SEE_STEPS: readonly Seer[] = [
  ...(["readingKey", "fullKey", "admin", "approver", "dispatcher", "station"] as const),
  ...(["undertaker", "worker1", "worker2", "worker3", "patrol"] as const),
];

/** What offices tell each other of the work, without names; all other words are personal. */
const BETWEEN_OFFICES = [
  ...["handOver.taker", "toMediation.reference", "toPolice.reference"],
  ...["dispatch.note", "reportResult.result", "verify.finding"],
];
/** Steps whose words are for the reporter. */
const TOLD = [
  ...["askReporter", "answerQuestion", "reject", "handOver", "reportResult", "reopen", "cancel"],
];

/** Everything that a step says in words: the reason of each, and the texts of its form. */
export const SAID = Object.entries(incidentForms).flatMap(([action, { fields }]) =>
  ["reason", ...fields.filter((f) => f.type.kind === "text").map(inputName)].map((name) => ({
    action,
    name,
    kind: (BETWEEN_OFFICES.includes(`${action}.${name}`)
      ? "internal"
      : "personal") satisfies Sensitivity,
    told: TOLD.includes(action),
  })),
);
type Said = Pick<(typeof SAID)[number], "action" | "name">;

/** The mark of a word said of the n-th incident. */
export const wordOf = (n: number, { action, name }: Said) => `言密${n}.${action}.${name}。`;
/** That there were steps, and clocks, of the n-th incident. */
export const stateOf = (n: number) => `态密${n}。`;
export const clockOf = (n: number) => `钟密${n}。`;

/** One step of each kind, with a mark in each of its words, and a clock; of whom reported it. */
export async function markSteps({ db }: Services, n: number, reporter?: Seer): Promise<void> {
  const subject = uuid("incident", n);
  const steps = Object.keys(incidentForms).map((action, i) => {
    const said = SAID.filter((s) => s.action === action);
    const words = Object.fromEntries(said.map((s) => [s.name, wordOf(n, s)]));
    const { reason, ...form } = words;
    return { number: 100 + i, action, reason, form: Object.keys(form).length > 0 ? form : null };
  });
  await db.rows(sql`
    insert into ${step} (county_id, subject_kind, subject_id, number, version, from_state, to_state,
      action, actor, at, reason, form)
    select ${COUNTY}, 'incidents', ${subject}::uuid, s.number, s.number, 'REPORTED', ${stateOf(n)},
      s.action, 'person:other', now(), s.reason, s.form
    from json_to_recordset(${JSON.stringify(steps)}::json)
      as s(number int, action text, reason text, form jsonb)`);
  await db.rows(sql`
    insert into ${clock} (county_id, id, subject_kind, subject_id, kind,
      state, started_at, amount, unit, ended_at, rule, source, law)
    values (${COUNTY}, gen_random_uuid(), 'incidents', ${subject}::uuid, 'finish', 'met',
      now(), 1, 'hours', now(), 'r', ${clockOf(n)}, false)`);
  if (reporter)
    await db.rows(sql`update incident set created_by = ${`person:demo-${reporter}`}
      where id = ${subject}::uuid`);
}

const STEPS = `steps { number action from to at actor actorName reason form }
  clocks { kind state lamp startedAt dueAt adviseBy pausedSince endedAt seenLate source law }
  can { action allowed missing { code sentenceZh sentenceEn field } }`;

/**
 * Everything there is of steps, by every way to an incident; each asked alone, so that what one
 * refuses hides nothing of another.
 */
export const stepsQueries = (n: number): string[] => {
  const key = JSON.stringify(id("incident", n));
  return [
    `{ incident(id: ${key}) { ${STEPS} } }`,
    `{ node(id: ${key}) { ... on Incident { ${STEPS} } } }`,
    `{ nodes(ids: [${key}]) { ... on Incident { ${STEPS} } } }`,
    `{ incidents { nodes { ${STEPS} } edges { node { ${STEPS} } } } }`,
  ];
};

/** Rows whose history gives a reason, and how personal that is. */
export const REASONED: [DeclaredName, string, Sensitivity][] = [
  ["incidents", uuid("incident", 1), "personal"],
  ["households", uuid("household", 1), "personal"],
  ["ties", uuid("tie", 1), "personal"],
  ["cameras", uuid("camera", 1), "internal"],
  ["grids", uuid("grid", 2), "internal"],
];
export const REASON = "缘密。";

/** Every change of these gives a reason, and is nobody's who asks. */
export async function markReasons({ db }: Services): Promise<void> {
  const ids = REASONED.map(([, row]) => row);
  await db.rows(sql`
    update ${changeSet} set reason = ${REASON}, actor = 'person:other'
    where (${changeSet.countyId}, ${changeSet.id}) in (
      select ${history.countyId}, ${history.setId} from ${history}
      where ${history.subjectId} = any(${sql.param(ids)}::uuid[]))`);
}
