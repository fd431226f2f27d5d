import { expect, expectTypeOf, it } from "vitest";
import type { ValuesOf } from "./declaration.js";
import type { grids } from "./layers/areas.js";
import { incidents } from "./layers/objects.js";
import type { organisations } from "./registers/organisations.js";

it("values have the types of their fields: what is required is never null", () => {
  expectTypeOf<ValuesOf<typeof incidents>["title"]>().toEqualTypeOf<string>();
  expectTypeOf<ValuesOf<typeof incidents>["level"]>().toEqualTypeOf<number | null>();
  expectTypeOf<ValuesOf<typeof incidents>["gridId"]>().toEqualTypeOf<string | null>();
  expectTypeOf<ValuesOf<typeof grids>["validTo"]>().toEqualTypeOf<string | null>();
  expectTypeOf<ValuesOf<typeof organisations>["kind"]>().toEqualTypeOf<string>();
  // @ts-expect-error a reference is written by its id
  expectTypeOf<ValuesOf<typeof incidents>["grid"]>();
});

it("a field is named by the key it stands under, and its column follows", () => {
  expect(incidents.named.reporterPhone).toMatchObject({
    name: "reporterPhone",
    column: "reporter_phone",
    sensitivity: "personal",
  });
  expect(incidents.named.grid.column).toBe("grid_id");
  expect(incidents.fields).toContain(incidents.named.grid);
});
