import { setTimeout as delay } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { Hearing, questionOf } from "../../api/events/hearing.js";
import { publish } from "../../api/events/publish.js";
import { pruneEvents } from "../../api/events/retention.js";
import { openServices } from "../../api/open-services.js";
import { event, eventMark } from "../../db/tables/events.js";
import { type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, id, openSmallCounty } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";

interface Tell {
  id: string | null;
  layer: string | null;
  subjectKind: string;
  kind: string;
  action: string;
  version: number | null;
  fields: string[];
  count: number | null;
  position: string | null;
}
const ALL = "id layer subjectKind kind action version fields count position";

describe("changes that are heard", () => {
  forEachEngine((makeEngine) => {
    let services: Services, service: RunningService, tokens: Record<string, string>;
    beforeAll(async () => {
      services = await openSmallCounty(await makeEngine());
      service = await serve(services);
      tokens = await tokensOf(services);
    });
    afterAll(() => service.close());

    const ask = async (query: string, who = "admin", purpose?: string) => {
      const { data, errors } = await service.as(tokens[who], purpose)(query);
      if (errors) throw new Error(JSON.stringify(errors));
      return data as any;
    };
    const report = async (title: string, at = [107.003, 29.003]): Promise<string> =>
      (
        await ask(`mutation { createIncident(input: {county: ${COUNTY}, title: "${title}",
          category: "0603", occurredFrom: "2026-02-03T04:05:06Z",
          geometry: {type: "Point", coordinates: [${at.join(",")}]}}) { id } }`)
      ).createIncident.id;
    const rename = (incident: string, version: number, title: string) =>
      ask(`mutation { updateIncident(id: "${incident}", version: ${version},
        changes: {title: "${title}"}) { version } }`);
    const position = async () => (await ask("{ changesPosition }")).changesPosition as string;

    /** Hears until `enough`; answers what was heard. */
    const hear = async (
      args: string,
      enough: (heard: Tell[]) => boolean,
      { who = "admin", meanwhile }: { who?: string; meanwhile?: () => Promise<unknown> } = {},
    ): Promise<Tell[]> => {
      const heard: Tell[] = [];
      // The service learns a little later that one has ended, which is not to be taken for this.
      while (services.events.open > 0) await delay(10);
      const changes = service
        .socket(tokens[who])
        .iterate<{ changes: Tell }>({ query: `subscription { changes(${args}) { ${ALL} } }` });
      const listening = (async () => {
        for await (const { data, errors } of changes) {
          if (errors) throw errors[0];
          heard.push(data!.changes);
          if (enough(heard)) return;
        }
      })();
      let ended = false;
      const end = () => void (ended = true); // a refusal is told to whoever awaits it
      listening.then(end, end);
      while (!ended && services.events.open === 0) await delay(10);
      await meanwhile?.();
      await listening;
      return heard;
    };
    const last = (id: string, version: number) => (heard: Tell[]) =>
      heard.some((e) => e.id === id && e.version === version);

    it("say what happened in the field's words, and which fields are others", async () => {
      let incident = "";
      const heard = await hear("layers: [INCIDENTS]", (h) => h.length === 3, {
        meanwhile: async () => {
          incident = await report("新报");
          await rename(incident, 1, "改名");
          await ask(`mutation { moveIncident(id: "${incident}", version: 2,
            geometry: {type: "Point", coordinates: [107.004, 29.004]}) { id } }`);
        },
      });
      expect(heard).toMatchObject([
        { kind: "incident.reported", action: "CREATED", version: 1, layer: "INCIDENTS" },
        { kind: "incident.updated", action: "UPDATED", version: 2, fields: ["title"] },
        { kind: "incident.moved", action: "MOVED", version: 3, subjectKind: "incidents" },
      ]);
      expect(heard[2]!.fields).toContain("geometry");
    });

    it("name no field that the viewer does not see", async () => {
      const change = (members: number, phone: string) => async () => {
        const { household } = await ask(`{ household(id: "${id("household", 1)}") { version } }`);
        await ask(
          `mutation { updateHousehold(id: "${id("household", 1)}", version: ${household.version},
            changes: {members: ${members}, phone: "${phone}"}) { id } }`,
          "admin",
          "核实",
        );
      };
      const heard = (who: string, work: () => Promise<void>) =>
        hear("layers: [HOUSEHOLDS]", (h) => h.length > 0, { who, meanwhile: work });
      const [plain] = await heard("analyst", change(5, "13900000001"));
      expect(plain!.fields).not.toContain("phone");
    });

    it("go on from any of them without loss, in their order, and nothing is told twice", async () => {
      const start = await position();
      const incident = await report("续接");
      for (let v = 1; v < 5; v++) await rename(incident, v, `续接${v}`);
      const whole = await hear(`layers: [INCIDENTS], after: "${start}"`, last(incident, 5));
      expect(whole.map((e) => e.version)).toEqual([1, 2, 3, 4, 5]);
      for (const [i, { position }] of whole.slice(0, 4).entries()) {
        const rest = await hear(`layers: [INCIDENTS], after: "${position}"`, last(incident, 5));
        expect(rest.map((e) => e.version)).toEqual([2, 3, 4, 5].slice(i));
      }
      // What happens while the missed is being read is met on two ways.
      const [both] = await Promise.all([
        hear(`layers: [INCIDENTS], after: "${whole[3]!.position}"`, last(incident, 8)),
        rename(incident, 5, "其间")
          .then(() => rename(incident, 6, "其间2"))
          .then(() => delay(300))
          .then(() => rename(incident, 7, "其后")),
      ]);
      expect(both.map((e) => e.version)).toEqual([5, 6, 7, 8]);
    });

    // On a busy machine the process's reader told what the position had seen long ago.
    it("that a position has seen are not told by a reader who is late", async () => {
      while (Reflect.get(services.events, "reading")) await delay(5);
      Reflect.set(services.events, "reading", Promise.resolve());
      const start = await position();
      const incident = await report("迟到");
      for (let v = 1; v < 4; v++) await rename(incident, v, `迟到${v}`);
      const missed = await hear(`layers: [INCIDENTS], after: "${start}"`, last(incident, 4));
      const heard = await hear(
        `layers: [INCIDENTS], after: "${missed[1]!.position}"`,
        last(incident, 5),
        {
          meanwhile: async () => {
            await delay(200);
            Reflect.set(services.events, "reading", undefined);
            await rename(incident, 4, "其后");
          },
        },
      );
      expect(heard.map((e) => e.version)).toEqual([3, 4, 5]);
    });

    it("are refused from a forged position, one of another log and one that is too old, with the way out", async () => {
      const incident = await report("旧位置");
      const old = await position();
      const code = async (after: string) =>
        hear(`layers: [INCIDENTS], after: "${after}"`, () => true).then(
          () => "heard",
          ([e]: { extensions: { code: string }; message: string }[]) => {
            expect(e!.message).toContain("after: ");
            return e!.extensions.code;
          },
        );
      expect(await code(`${old.slice(0, -2)}AA`)).toBe("BAD_USER_INPUT");
      await rename(incident, 1, "之后");
      await services.db.rows(
        sql`update ${eventMark} set at = now() - interval '30 hours', pruned = null`,
      );
      await services.db.rows(sql`delete from ${eventMark}`);
      await pruneEvents(services.db);
      expect((await hear(`layers: [INCIDENTS], after: "${old}"`, () => true))[0]!.id).toBe(
        incident,
      );
      await services.db.rows(sql`update ${eventMark} set at = now() - interval '25 hours'`);
      await pruneEvents(services.db);
      const [kept] = await services.db.rows<{ n: number }>(
        sql`select count(*)::int as n from ${event}`,
      );
      expect(kept!.n).toBe(0);
      expect(await code(old)).toBe("POSITION_TOO_OLD");
      const now = await position();
      await rename(incident, 2, "再后");
      expect((await hear(`layers: [INCIDENTS], after: "${now}"`, () => true))[0]!.version).toBe(3);
    });

    it("of a thing that left nothing keep, after an hour, no more than that its kind changed", async () => {
      const start = await position();
      const { createTie } = await ask(
        `mutation { createTie(input: {county: ${COUNTY}, kind: "kinship",
          fromId: "${id("household", 1)}", toId: "${id("household", 2)}"}) { id } }`,
        "worker1",
        "走访",
      ).catch(() => ({ createTie: { id: id("tie", 1) } }));
      const { tie } = await ask(`{ tie(id: "${createTie.id}") { version } }`, "worker1", "走访");
      await ask(
        `mutation { retireTie(id: "${createTie.id}", version: ${tie.version}) }`,
        "worker1",
        "走访",
      );
      await services.db.rows(sql`update ${event} set at = at - interval '2 hours'`);
      await pruneEvents(services.db);
      const kept = await services.db.rows(sql`select 1 from ${event}
        where subject_kind = 'ties' and (gone is not null or place is not null)`);
      expect(kept).toEqual([]);
      const heard = await hear(`layers: [TIES], after: "${start}"`, (h) => h.length > 0, {
        who: "worker1",
      });
      expect(heard.at(-1)).toMatchObject({ id: null, action: "RETIRED", fields: [], count: null });
    });

    it("outside the area, or of a layer nobody asked for, cost no statement beside the log's", async () => {
      const statements: string[] = [];
      const heard = hear(
        "layers: [INCIDENTS], area: {bbox: [107.01, 29.0, 107.02, 29.01]}",
        () => true,
        {
          meanwhile: async () => {
            services.db.watch = (text) => statements.push(text);
            await report("区外", [107.003, 29.003]);
            await ask(`mutation { createCamera(input: {county: ${COUNTY}, name: "别层",
              geometry: {type: "Point", coordinates: [107.015, 29.005]}}) { id } }`).catch(
              () => {},
            );
            await delay(200);
            expect(statements.filter((t) => t.includes("heard_of"))).toEqual([]);
            await report("区内", [107.015, 29.005]);
          },
        },
      );
      expect((await heard)[0]!.kind).toBe("incident.reported");
      services.db.watch = undefined;
      expect(statements.filter((t) => t.includes("heard_of"))).toHaveLength(1);
    });

    it("are asked about in one statement for two hundred different subscribers", async () => {
      const incident = await report("众听");
      const hearing = new Hearing(services.db);
      const statements: string[] = [];
      services.db.watch = (text) => statements.push(text);
      const events = [
        {
          ...{
            id: "",
            xid: "0",
            county: COUNTY,
            kind: "",
            subjectKind: "incidents",
            action: "",
            at: "",
          },
          ...{ subject: incident.slice(7), version: 1, actor: "", fields: [], box: null },
          ...{ gone: false, count: null, set: null },
        },
      ];
      const [row] = await services.db.rows<{ id: string }>(
        sql`select id from ${event} where subject_id = ${events[0]!.subject}::uuid`,
      );
      events[0]!.id = row!.id;
      statements.length = 0;
      const told = await Promise.all(
        Array.from({ length: 200 }, (_, n) =>
          hearing.ask(questionOf("incident", sql`title = ${n === 7 ? "众听" : `别${n}`}`), events),
        ),
      );
      services.db.watch = undefined;
      // The service looks for jobs and clocks meanwhile.
      expect(statements.filter((text) => text.includes("event_id"))).toHaveLength(1);
      expect(told.map((t) => t.size)).toEqual(Array.from({ length: 200 }, (_, n) => +(n === 7)));
    });

    it("who does not keep up is told in sums, and loses nothing", async () => {
      const start = await position();
      const fresh = await report("赶不上");
      const subject = fresh.slice(7);
      for (let i = 0; i < 6; i++)
        await services.db.transaction((tx) =>
          publish(
            tx,
            Array.from({ length: 1000 }, (_, n) => ({
              ...{ county: COUNTY, kind: "incident.updated", subjectKind: "incidents", subject },
              ...{ action: "updated", version: 2 + 1000 * i + n, actor: "test" },
              ...{ fields: ["title"], place: null },
            })),
          ),
        );
      await rename(fresh, 1, "又一");
      const all = await hear(`layers: [INCIDENTS, CAMERAS], after: "${start}"`, (h) =>
        h.some((e) => e.position !== null && e.id === null),
      );
      expect(all.every((e) => e.id === null)).toBe(true);
      expect(new Set(all.map((e) => e.layer))).toEqual(new Set(["INCIDENTS", "CAMERAS"]));
      const live = await hear("layers: [INCIDENTS]", (h) => h.some((e) => e.version === 3), {
        meanwhile: () => rename(fresh, 2, "现在"),
      });
      // The sum of what was before may come late.
      expect(live.filter((e) => e.id !== null)).toHaveLength(1);
    });

    it("of registers are told too, by their kind", async () => {
      const heard = await hear("registers: [HOLIDAYS]", (h) => h.length > 0, {
        meanwhile: () =>
          services.db.transaction((tx) =>
            publish(tx, [
              {
                ...{ county: COUNTY, kind: "holiday.imported", subjectKind: "holidays" },
                ...{ subject: null, action: "imported", version: null, actor: "test" },
                ...{ fields: [], place: null, count: 12 },
              },
            ]),
          ),
      });
      expect(heard).toMatchObject([
        { layer: null, subjectKind: "holidays", kind: "holiday.imported", count: 12, id: null },
      ]);
    });

    it("named readers handle each once, in the transaction that moves them, beside a second process", async () => {
      const all = [
        openServices(services.db.engine, () => {}),
        openServices(services.db.engine, () => {}),
      ];
      const handled: string[] = [];
      let fail = 2;
      for (const { events, consumers } of all) {
        await events.start();
        consumers.register({
          name: "test",
          only: sql`subject_kind = 'incidents'`,
          async handle(tx, events) {
            if (fail-- > 0) throw new Error("not yet");
            for (const e of events)
              await tx.rows(sql`insert into idempotency (county_id, key, actor, request, subject_id, at)
                values (${COUNTY}, ${e.id}, 'reader', 'r', gen_random_uuid(), now())`);
            handled.push(...events.map((e) => e.id));
          },
        });
        consumers.start();
      }
      await delay(200);
      const incident = await report("记名");
      for (let v = 1; v < 6; v++) await rename(incident, v, `记名${v}`);
      const written = async () =>
        (
          await services.db.rows<{ n: number }>(
            sql`select count(*)::int as n from idempotency where actor = 'reader'`,
          )
        )[0]!.n;
      for (let i = 0; i < 200 && (await written()) < 6; i++) await delay(20);
      expect(await written()).toBe(6);
      expect(new Set(handled).size).toBe(6);
      for (const { events, consumers } of all) {
        await consumers.stop();
        await events.stop();
      }
    });
  });
});
