import {
  type Language,
  sayCorrection,
  sayInference,
  sayMask,
  sayMethod,
  sayNeighbours,
  sayNoValue,
  sayValues,
  sayWarning,
} from "../../civic/words/say.js";
import type { MethodCode, Warning } from "../../geo/hotspots/phrases.js";
import { type ReasonCode, reasonOf } from "../../geo/hotspots/reason.js";
import { inferenceCode } from "../../geo/hotspots/record.js";
import { localProjection } from "../../geo/projection.js";
import {
  type HotSpotCell,
  type HotSpotSheet,
  HotSpotStatistic,
  type Said,
} from "../../schema/hot-spots.js";
import { type CellsAt, cellOutline } from "./hot-outlines.js";
import type { HotMap } from "./hot-spots.service.js";
import type { HotAnswer } from "./hot-spots-work.js";

const saidAs = (
  { code, params }: { code: string; params: unknown },
  say: (language: Language) => string,
): Said => ({ code, params, zh: say("zh"), en: say("en") });

export const saidReason = (code: ReasonCode): Said =>
  saidAs({ code, params: {} }, (language) => sayNoValue(code, language));
export const saidMethod = (method: MethodCode): Said =>
  saidAs({ code: method, params: {} }, (language) => sayMethod(method, language));
export const saidWarning = (warning: Warning): Said =>
  saidAs(warning, (language) => sayWarning(warning, language));

/** The sheet of a map, its codes with their sentences. */
export function sheetOf({ record, stableMetres, statistic }: HotAnswer): HotSpotSheet {
  const { method, values, mask, neighbours, correction, parameters } = record;
  const how = inferenceCode(record.inference);
  const number = (name: string) => (parameters[name] as number | undefined) ?? null;
  const withoutRate = number("withoutRate") ?? 0;
  return {
    statistic: HotSpotStatistic[statistic],
    method: saidMethod(method),
    values: saidAs({ code: values, params: {} }, (l) => sayValues(values, l)),
    mask: saidAs(mask, (l) => sayMask(mask, l)),
    neighbours: saidAs(neighbours, (l) => sayNeighbours(neighbours, l)),
    n: record.n,
    ...{ incidents: (number("incidents") ?? 0) + withoutRate, withoutRate },
    ...{ cellMetres: record.cellMetres, bandMetres: record.bandMetres, stableMetres },
    ...{ meanNeighbours: record.meanNeighbours, islands: record.islands },
    barredPairs: record.barredPairs,
    inference: saidAs({ code: how, params: {} }, (l) => sayInference(how, l)),
    correction: saidAs({ code: correction, params: {} }, (l) => sayCorrection(correction, l)),
    levels: [...record.levels],
    meanRate: number("meanRate"),
    withoutValue: Object.entries(record.withoutValue).map(([reason, cells]) => ({
      reason: saidReason(reason as ReasonCode),
      cells,
    })),
    warnings: record.warnings.map(saidWarning),
  };
}

/** Cells of a map from one on, as they are answered; outlines only where they are asked for. */
export function cellsOf(
  { answer, origin }: HotMap,
  { from, to, outlines }: { from: number; to: number; outlines: boolean },
): HotSpotCell[] {
  const plane = localProjection(...origin);
  const { at } = answer;
  const cells: HotSpotCell[] = [];
  for (let i = from; i < to; i++) {
    const count = answer.count[i]!;
    const reason = reasonOf(answer.reason[i]!);
    cells.push({
      ...{ ...namedCell(at, i), count, own: count > 0, reason },
      rate: answer.rate && reason !== "no-denominator" ? answer.rate[i]! : null,
      z: reason ? null : answer.z[i]!,
      p: reason ? null : answer.p[i]!,
      fdr: reason ? null : answer.fdr[i]!,
      bin: answer.bin[i]!,
      stable: answer.stable ? answer.stable[i] === 1 : null,
      geometry: outlines ? cellOutline(at, i, plane) : null,
    });
  }
  return cells;
}

function namedCell(at: CellsAt, i: number): Pick<HotSpotCell, "id" | "name" | "q" | "r"> {
  if ("ids" in at) return { id: at.ids[i]!, name: at.names[i]!, q: null, r: null };
  const [q, r] = [at.q[i]!, at.r[i]!];
  return { id: `${q},${r}`, name: null, q, r };
}
