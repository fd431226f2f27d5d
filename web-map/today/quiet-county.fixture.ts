const USUAL = { expected: 44.2, low: 31, high: 58 };
export const TOWNS = {
  display: { towns: [{ code: "510799100", name: "凯涪镇", villages: ["510799100001"] }] },
};
export const NOON = Date.parse("2026-11-25T04:31:20Z");
const NOBODY = { ...{ hotNow: { areas: [], computedAt: null, windowEnd: null } }, needs: [] };
const DAYS = { from: "2026-10-28", to: "2026-11-24" };

/** A quiet county, as the service answers each question of it; `more` is what a test is about. */
export const quiet =
  (today: object = {}, more: object = {}) =>
  (query: string) => {
    const at = new Date(NOON).toISOString();
    const all: Record<string, unknown> = {
      ...TOWNS,
      today: { at, day: "2026-11-25", count: 46, state: "USUAL", usual: USUAL, ...today },
      lastDays: { count: 1212, state: "USUAL", days: Array(28).fill(43), ...DAYS },
      ...NOBODY,
      newestIncidents: { delicate: 0, incidents: [] },
      usualWeek: { weekday: 3, hour: 12, weeks: 26, hours: [] },
      categoryBands: { ...DAYS, years: 3, delicate: 0, categories: [] },
      changesPosition: null,
      ...more,
    };
    return Object.fromEntries(Object.entries(all).filter(([field]) => query.includes(`${field}`)));
  };
