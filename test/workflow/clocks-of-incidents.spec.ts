import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ClockLoop } from "../../api/clocks/clock-loop.js";
import { handleJobs } from "../../api/domains.js";
import { clock, job, step } from "../../db/tables/index.js";
import { COUNTY } from "../fixtures/small-county.js";
import { forEachEngine } from "../harness/engines.js";
import { type Desk, openDesk, stepText } from "./desk.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const CLOCKS = "clocks { kind state lamp startedAt dueAt pausedSince adviseBy source law }";

interface Clock {
  kind: string;
  state: string;
  lamp: string;
  startedAt: string;
  dueAt: string | null;
  pausedSince: string | null;
  adviseBy: string | null;
  source: string;
  law: boolean;
}

forEachEngine((makeEngine) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk(makeEngine);
    handleJobs(desk.services);
  });
  afterAll(() => desk.close());

  async function reported(level = 4): Promise<string> {
    const { data } = await desk.as("resident")(
      `mutation { createIncident(input: { county: ${COUNTY}, title: "占道", category: "0603",
        occurredFrom: "2026-02-03T04:05:06Z",
        geometry: { type: "Point", coordinates: [107.003, 29.003] } }) { id } }`,
    );
    const id = data!["createIncident"].id as string;
    if (level !== 4)
      await desk.services.db.rows(sql`
      update incident set level = ${level}::int where id = ${id.slice(7)}::uuid`);
    return id;
  }

  async function take(
    role: "station" | "resident" | "dispatcher",
    action: string,
    id: string,
    version: number,
  ) {
    const { errors } = await desk.as(role)(`mutation { ${stepText(action, id, version)} }`);
    expect(errors, action).toBeUndefined();
  }

  /** Its clocks by kind, as the desk is told of them. */
  async function clocks(id: string): Promise<Record<string, Clock>> {
    const { data } = await desk.as("dispatcher")(
      `query($id: ID!) { incident(id: $id) { ${CLOCKS} } }`,
      { id },
    );
    const all = data!["incident"].clocks as Clock[];
    return Object.fromEntries(all.map((one) => [one.kind, one]));
  }

  /** As if its clocks had begun so much earlier. */
  const earlier = (id: string, ms: number) =>
    desk.services.db.rows(sql`
      update ${clock} set started_at = started_at - ${ms}::float8 * interval '1 ms',
        due_at = due_at - ${ms}::float8 * interval '1 ms',
        warn_at = warn_at - ${ms}::float8 * interval '1 ms'
      where ${clock.subjectId} = ${id.slice(7)}::uuid`);

  const lasts = ({ startedAt, dueAt }: Clock) => Date.parse(dueAt!) - Date.parse(startedAt);

  it("a county's administrators give its time limits, for the next report; what no clock asks for is refused", async () => {
    const give = (changed: object) =>
      desk.as("admin")(
        "mutation($rule: CreateClockRuleInput!) { createClockRule(input: $rule) { id version } }",
        {
          rule: {
            ...{ county: COUNTY, subjectKind: "incidents", category: "06", kind: "accept" },
            ...{ amount: 30, unit: "minute", source: "县规 3" },
            ...changed,
          },
        },
      );
    const { data } = await give({});
    const before = await reported();
    expect(lasts((await clocks(before))["accept"]!)).toBe(30 * MINUTE);
    expect((await clocks(before))["accept"]).toMatchObject({ source: "县规 3", law: false });
    const refused = async (changed: object) => {
      const { message, extensions } = (await give(changed)).errors![0]!;
      return [extensions!["code"], extensions!["field"], message];
    };
    const bad = "BAD_USER_INPUT";
    expect(await refused({ kind: "acept" })).toEqual([
      bad,
      "kind",
      expect.stringMatching(/verify/),
    ]);
    expect((await refused({ unit: "fortnight" }))[2]).toMatch(/^unit: .*workingDay/);
    expect((await refused({ subjectKind: "grids" }))[1]).toBe("subjectKind");
    expect((await refused({}))[0]).toBe("CONFLICT");
    const { id } = data!["createClockRule"];
    await desk.as("admin")(`mutation { retireClockRule(id: "${id}", version: 1) }`);
    expect(lasts((await clocks(await reported()))["accept"]!)).toBe(2 * HOUR);
    expect(lasts((await clocks(before))["accept"]!)).toBe(30 * MINUTE);
  });

  it("a report, a question, an answer, an acceptance: its clocks start, rest, go on and end", async () => {
    const id = await reported();
    const { accept: begun, ...others } = await clocks(id);
    expect(others).toEqual({});
    expect(begun).toMatchObject({ state: "RUNNING", lamp: "GREEN", pausedSince: null, law: false });
    expect(begun!.source).toMatch(/^内部规定/);
    expect(lasts(begun!)).toBe(2 * HOUR);

    await take("station", "askReporter", id, 1);
    const asked = await clocks(id);
    expect(asked["accept"]).toMatchObject({ state: "PAUSED", lamp: "GREY", dueAt: null });
    expect(Date.parse(asked["accept"]!.pausedSince!)).toBeGreaterThan(Date.parse(begun!.startedAt));
    expect(asked["answer"]).toMatchObject({ state: "RUNNING", lamp: "GREEN" });
    expect(asked["answer"]!.adviseBy).toMatch(/^20\d\d-\d\d-\d\d$/);

    await take("resident", "answerQuestion", id, 2);
    const answered = await clocks(id);
    expect(answered["answer"]).toMatchObject({ state: "MET", lamp: "GREEN" });
    expect(answered["accept"]).toMatchObject({
      state: "RUNNING",
      lamp: "GREEN",
      pausedSince: null,
    });
    // What was paused is given back.
    expect(Date.parse(answered["accept"]!.dueAt!)).toBeGreaterThan(Date.parse(begun!.dueAt!));

    await take("station", "accept", id, 3);
    const accepted = await clocks(id);
    expect(accepted["accept"]).toMatchObject({ state: "MET" });
    expect(accepted["file"]).toMatchObject({ state: "RUNNING", lamp: "GREEN" });
    expect(lasts(accepted["file"]!)).toBe(4 * HOUR);
  });

  it("one that becomes urgent has the urgent time from when its clock began, and back", async () => {
    const id = await reported();
    await earlier(id, 30 * MINUTE);
    const { accept: usual } = await clocks(id);
    const level = async (version: number, to: number) => {
      const { errors } = await desk.as("station")(
        `mutation($id: ID!) { updateIncident(id: $id, version: ${version},
          changes: { level: ${to} }) { version } }`,
        { id },
      );
      expect(errors).toBeUndefined();
      return (await clocks(id))["accept"]!;
    };
    const urgent = await level(1, 2);
    expect(urgent.startedAt).toBe(usual!.startedAt);
    expect(lasts(urgent)).toBe(10 * MINUTE);
    expect(urgent.lamp).toBe("RED");
    expect(await level(2, 3)).toEqual(usual);
  });

  it("silence ends a report once, by a step that the clock takes; an urgent one and an answered one go on", async () => {
    const [silent, urgent, answered] = [await reported(), await reported(1), await reported()];
    for (const id of [silent, urgent, answered]) await take("station", "askReporter", id, 1);
    await take("resident", "answerQuestion", answered, 2);
    await desk.services.db.rows(sql`
      update ${clock} set due_at = clock_timestamp(), next_at = clock_timestamp()
      where ${clock.kind} = 'answer' and ${clock.state} = 'running'`);
    const loops = [1, 2].map(() => new ClockLoop(desk.services.db, () => {}));
    for (const loop of loops) loop.start();
    const done = () =>
      desk.services.db.rows<{ lapsed: boolean }>(sql`
        select (${job.result} ->> 'lapsed')::boolean as lapsed from ${job}
        where ${job.kind} = 'incident.lapse' and ${job.state} = 'done'`);
    await expect.poll(done, { timeout: 10_000 }).toHaveLength(2);
    for (const loop of loops) await loop.stop();
    expect((await done()).map(({ lapsed }) => lapsed).toSorted()).toEqual([false, true]);

    const { data } = await desk.as("dispatcher")(
      `query($ids: [ID!]!) { nodes(ids: $ids) { ... on Incident { status
        steps { action from to actor } } } }`,
      { ids: [silent, urgent, answered] },
    );
    const [lapsed, stays, goesOn] = data!["nodes"];
    expect(lapsed.status).toBe("REJECTED");
    expect(lapsed.steps.slice(2)).toEqual([
      { action: "lapse", from: "NEED_INFO", to: "REJECTED", actor: "clock" },
    ]);
    expect([stays.status, goesOn.status]).toEqual(["NEED_INFO", "REPORTED"]);
    expect(await clocks(silent)).toMatchObject({
      accept: { state: "CANCELLED" },
      answer: { state: "MISSED" },
    });
    const steps = await desk.services.db.rows(sql`
      select 1 as one from ${step} where ${step.action} = 'lapse'`);
    expect(steps).toHaveLength(1);
  });
});
