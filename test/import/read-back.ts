import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { exportLayer } from "../../api/export/export.service.js";
import type { ImportOptions } from "../../api/import/import-options.js";
import { layerOf } from "../../schema/layers/index.js";
import type { ImportDesk } from "./import-desk.js";

/** What was exported, read again. */
export function readBack(here: ImportDesk): void {
  it("exports and reads back the same in every format; formulas are guarded; --key id recognises the rows", async () => {
    here.fresh();
    const titles = [
      "=cmd|' /C calc'!A0",
      "+86",
      "-1",
      "@me",
      "'=quoted",
      "'plain",
      'say "hi", 你好',
      "line\nbreak",
      "00123",
    ];
    const csv = titles
      .map(
        (t, i) =>
          `"${t.replaceAll('"', '""')}",${113 + i / 100},28.1234567,` +
          `2026-03-0${i + 1}T08:30:00+08:00,${i % 2 ? "3" : ""}`,
      )
      .join("\r\n");
    // Written by hand, so a leading quote is the author's own unless it stands before a formula.
    await here.load(
      "incidents",
      here.file(
        "t.csv",
        `title,x,y,occurredFrom,level\r\n${csv.replace("'=quoted", "''=quoted")}\r\n`,
      ),
      { timeZone: "Asia/Shanghai" },
    );
    const home = here.county;
    const snapshot = () =>
      here.services.db.rows(
        sql`select title, level, status, category, occurred_from, occurred_until,
          ST_AsText(geom, 7) as place from incident where county_id = ${here.county}
          order by occurred_from`,
      );
    const original = await snapshot();
    expect(original.map((r) => (r as { title: string }).title)).toEqual(titles);
    for (const ending of ["csv", "geojson", "ndjson", "topojson"]) {
      here.county = home;
      const out = path.join(here.dir, `t-out.${ending}`);
      expect(
        await exportLayer(here.services, {
          layer: layerOf("incidents"),
          file: out,
          county: here.county,
          unmasked: true,
          reason: "round trip",
        }),
      ).toMatchObject({ rows: titles.length, masked: [] });
      if (ending === "csv") {
        const text = readFileSync(out, "utf8");
        expect(text.startsWith("\uFEFFid,")).toBe(true);
        expect(text).toMatch(/,"?'=cmd/);
        expect(text).not.toMatch(/(^|,)"?[=+@-][a-z8]/m);
      }
      expect(await here.load("incidents", out, { key: "id" })).toMatchObject({
        written: 0,
        updated: 0,
        unchanged: titles.length,
      });
      here.fresh();
      expect(await here.load("incidents", out)).toMatchObject({
        written: titles.length,
        refused: 0,
      });
      expect(await snapshot()).toEqual(original);
    }
    expect(readdirSync(here.dir).filter((f) => f.endsWith(".part"))).toEqual([]);
  });

  it("masks what the policy masks, refuses ties, logs the unmasked before writing, and reads no mask back", async () => {
    here.fresh();
    await here.load(
      "households",
      here.file("p.csv", "户号,户主,联系电话,lon,lat\n1,王小明,13800001234,113.0012,28.0012\n"),
    );
    const out = path.join(here.dir, "p-out.csv");
    const logged = async () =>
      (
        await here.services.db.rows<{ purpose: string }>(
          sql`select purpose from access_log order by id`,
        )
      ).length;
    const before = await logged();
    await exportLayer(here.services, {
      layer: layerOf("households"),
      file: out,
      county: here.county,
    });
    expect(readFileSync(out, "utf8")).toMatch(/王\*\*,138\*\*\*\*1234,.*113\.001,28\.001/);
    expect(readFileSync(out, "utf8")).not.toContain("小明");
    expect(await logged()).toBe(before);
    expect((await here.load("households", out, { key: "id" })).refusals[0]).toMatchObject({
      field: "masked",
    });
    await expect(
      exportLayer(here.services, {
        layer: layerOf("households"),
        file: out,
        county: here.county,
        unmasked: true,
      }),
    ).rejects.toThrow(/--reason/);
    await exportLayer(here.services, {
      layer: layerOf("households"),
      file: out,
      county: here.county,
      unmasked: true,
      reason: "flood list",
    });
    expect(readFileSync(out, "utf8")).toContain("王小明,13800001234");
    expect(await logged()).toBe(before + 1);
    await expect(
      exportLayer(here.services, { layer: layerOf("ties"), file: out, county: here.county }),
    ).rejects.toThrow(/never exported/);
    await here.services.accounts.addAccount(`analyst${here.county}`, "分析", ["analyst"], {
      county: here.county,
    });
    await expect(
      exportLayer(here.services, {
        layer: layerOf("households"),
        file: out,
        county: here.county,
        as: `analyst${here.county}`,
        unmasked: true,
        reason: "curious",
      }),
    ).rejects.toThrow(/does not show/);
  });

  it("says of its own export read back that --key id would recognise the rows", async () => {
    here.fresh();
    await here.load("crossings", here.file("own.csv", "code,lon,lat\n1,113,28\n2,113.1,28\n"));
    const out = path.join(here.dir, "own-out.csv");
    await exportLayer(here.services, {
      layer: layerOf("crossings"),
      file: out,
      county: here.county,
    });
    const notes = async (o: Partial<ImportOptions>) =>
      (await here.load("crossings", out, { dryRun: true, ...o })).notes.join();
    expect(await notes({})).toMatch(/2 rows have the ids of an export.*--key id/);
    expect(await notes({ key: "id" })).toBe("");
  });
}
