import { afterAll, beforeAll, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, openSmallCounty, VILLAGES } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";

const AREA = `(area: { villages: ["${VILLAGES.kaifu}"] })`;
const TILES = (area = "") => `{
  today${area} { count } lastDays${area} { count state days range { low } }
  hotNow${area} { computedAt areas { name } } needs${area} { kind weight }
  newestIncidents${area} { delicate incidents { at category place level } }
  categoryBands${area} { years delicate categories { category count state } }
  usualWeek${area} { weeks hours { count state } } dashboardTiles { id visible fields } }`;

forEachEngine((makeEngine) => {
  let services: Services, service: RunningService, tokens: Record<string, string>;
  beforeAll(async () => {
    services = await openSmallCounty(await makeEngine());
    service = await serve(services);
    tokens = await tokensOf(services);
  });
  afterAll(() => service.close());
  const ask = (query: string, token?: string) => service.as(token)(query);

  it("every tile answers, of all and of an area, and says what is not known yet", async () => {
    for (const area of ["", AREA]) {
      const { data, errors } = await ask(TILES(area), tokens["analyst"]);
      expect(errors).toBeUndefined();
      expect(data!["newestIncidents"].incidents.length).toBeGreaterThan(0);
      expect(data!["lastDays"].days).toHaveLength(28);
      expect(data!["usualWeek"].hours).toHaveLength(168);
      expect(data!["hotNow"]).toEqual({ computedAt: null, areas: [] });
    }
    expect((await ask(`{ publicBoard(county: ${COUNTY}) { latestMonth } }`)).data).toEqual({
      publicBoard: null,
    });
  });
});
