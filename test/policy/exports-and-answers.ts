import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { type Layer, layerOf } from "../../schema/layers/index.js";
import { id, type Table, uuid } from "../fixtures/small-county.js";
import { holds, type Seer } from "./expected.fixture.js";
import { exportedOf, fieldsOf, first } from "./outlets.fixture.js";
import { allowed, GUARDED, guarded, PURPOSE, type Sights, where } from "./sights.js";

/** What is exported, and what the answer to a change says. */
export function exportsAndAnswers(sights: Sights): void {
  it("a plain export holds nothing of where protection is thin, and the operator's no more", async () => {
    const cameras = layerOf("cameras");
    const sectors = guarded(cameras).filter(({ kind }) => kind === "sector");
    for (const as of ["demo-admin", "demo-dispatcher", "demo-patrol", undefined])
      for (const reason of [undefined, PURPOSE]) {
        const found = await exportedOf(sights.services, cameras, { ...(as ? { as } : {}), reason });
        expect(found, as).toContain(first(cameras));
        for (const { name, mark } of sectors)
          expect(holds(found, name, mark), `${as} ${reason} ${name}`).toBe(reason !== undefined);
      }
    for (const layer of GUARDED.filter((l) => l.exportable))
      for (const reason of [undefined, PURPOSE]) {
        const found = await exportedOf(sights.services, layer, { reason });
        for (const { name, kind, mark } of guarded(layer))
          expect(holds(found, name, mark), where("operator", `${layer.name}.${name}`, reason)).toBe(
            kind === "internal" || reason !== undefined,
          );
      }
  });

  it("an undertaker finds what its organisation has in hand and nothing else, however it asks", async () => {
    const ask = sights.as("undertaker", PURPOSE);
    const found = await ask("{ incidents { totalCount nodes { id } } }");
    expect(found.data!["incidents"]).toEqual({
      totalCount: 1,
      nodes: [{ id: id("incident", 1) }],
    });
    const other = await ask(
      `{ incident(id: "${id("incident", 2)}") { id } node(id: "${id("incident", 2)}") { id } }`,
    );
    expect(other.data).toEqual({ incident: null, node: null });
    const exported = await exportedOf(sights.services, layerOf("incidents"), {
      as: "demo-undertaker",
    });
    expect(exported).not.toContain(id("incident", 2));
  });

  it("the answer to a change shows no more than a reading", async () => {
    const writers: [Seer, string, string][] = [
      ["admin", "households", "members: 87"],
      ["admin", "incidents", "level: 2"],
      ["admin", "cameras", "retentionDays: 97"],
      ["dispatcher", "incidents", "level: 2"],
      ["dispatcher", "cameras", "retentionDays: 97"],
      ["worker1", "households", "members: 87"],
      ["worker1", "incidents", "level: 2"],
    ];
    for (const [role, name, changes] of writers)
      for (const purpose of [undefined, PURPOSE]) {
        const layer = layerOf(name as Layer["name"]);
        const [{ version }] = (await sights.services.db.rows<{ version: number }>(sql`
            select version from ${sql.identifier(layer.table)}
            where id = ${uuid(layer.table as Table, 1)}::uuid`)) as [{ version: number }];
        const answer = await sights.as(
          role,
          purpose,
        )(
          `mutation { update${layer.typeName}(id: "${first(layer)}", version: ${version},
              changes: {${changes}}) { ${fieldsOf(layer, 1)} } }`,
        );
        expect(answer.errors, where(role, name, purpose)).toBeUndefined();
        const found = JSON.stringify(answer.data);
        for (const { name: field, kind, mark } of guarded(layer))
          expect(
            holds(found, field, mark),
            where(role, `${name}.${field} by a change`, purpose),
          ).toBe(allowed(role, layer, kind, purpose));
      }
  });
}
