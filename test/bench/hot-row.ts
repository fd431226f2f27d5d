import type { BenchRow } from "./bench.js";
import { floorCaller, type Graphql, inTurn, ms, type Rounds, type Side, totalOf } from "./sides.js";

const QUERY = `query ($filter: IncidentFilter, $stable: Boolean!) {
  hotspots(filter: $filter, unit: { hex: 250 }, stable: $stable) {
    incidents sheet { n levels { hot } } cells(first: 500) { id count bin } } }`;

let asked = 0;
/** The same incidents by a question that no answer is kept of. */
const anew = () => ({ level: { max: 100 + asked++ } });

/** How much dearer are hot spots than counting the incidents on hexagons by hand? */
export async function hotRow(
  what: string,
  graphql: Graphql,
  service: Side,
  floor: Side,
  rounds: Rounds,
): Promise<BenchRow> {
  const byHand = floorCaller(floor);
  const binned = () => byHand("hexagons", []);
  const map = (stable: boolean) => () => graphql(QUERY, { filter: anew(), stable });
  const [{ incidents, cells }] = JSON.parse(await binned()).data;
  const { hotspots } = JSON.parse(await map(false)()).data;
  if (hotspots.incidents !== incidents)
    throw new Error(`${hotspots.incidents} incidents, not ${incidents}`);
  const [base, hot, both] = (
    await inTurn(
      [
        { side: floor, ask: binned },
        { side: service, ask: map(false) },
        { side: service, ask: map(true) },
      ],
      rounds,
    )
  ).map(totalOf);
  const [ours, theirs] = [hot!, base!];
  return {
    what: `hexagons, Gi*, FDR of ${what} ÷ counting them on hexagons in SQL: total CPU`,
    measured: (ours / theirs).toFixed(2),
    reach: "1.3",
    note:
      `${ms(ours)} ÷ ${ms(theirs)}; ${cells} cells hold some, ${hotspots.sheet.n} on the map; with ` +
      `stability at twice the size ${(both! / theirs).toFixed(2)} (${ms(both!)})`,
  };
}
