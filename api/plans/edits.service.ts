import { sayCoverage } from "../../civic/words/say.js";
import { movedContainerBorder } from "../../geo/coverage/containers.js";
import { toPositions } from "../../geo/coverage/edge.js";
import {
  applyChange,
  type Change,
  type Coverage,
  type Refusal as CoverageRefusal,
  composeChanges,
  type GridOperation,
  inverseOf,
  inverseOfPacked,
  isRefusal,
  type PackedChange,
  packChange,
  perform,
  readOperation,
  touchedGrids,
  unpackChange,
} from "../../geo/coverage/index.js";
import type { Said } from "../../geo/coverage/phrases.js";
import type { Context } from "../core/context.js";
import type { Database, Transaction } from "../core/database.js";
import { formatId, parseId } from "../core/identifier.js";
import { badInput, Refusal } from "../core/refusal.js";
import type { EditKind } from "../edits/edit-log.js";
import { type EditAuthor, keepEdit } from "../edits/keep-edit.js";
import { codesEverUsed } from "../grids/grids.service.js";
import { demand } from "../policy/actions.js";
import type { Viewer } from "../policy/viewer.js";
import { checkKey } from "../writing/change-one.js";
import { type EditRow, editLog } from "./edit.queries.js";
import { GroundNear } from "./ground-near.js";
import { makesGrids, NewGrids } from "./new-grids.js";
import {
  dropGrids,
  gridsOfPlan,
  type PlanGridRow,
  type PlanRow,
  putGrids,
} from "./plan.queries.js";
import { coveragesOf, type GridFacts, rowOf, rowOfFacts } from "./plan-coverage.js";
import { NO_VILLAGE, notADraft, plans, seenPlan } from "./plans.service.js";

/** Operations of one edit. */
const AT_ONCE = 100;
/** Edits that a conflict tells of; who is further behind reads the plan anew. */
const SHOWN = 50;
const NOTE_LIMIT = 500;

export interface EditInput {
  plan: string;
  version: number;
  note?: string | null;
  key?: string | null;
}

/** Draws in a plan: all of the operations, in their order, or none. */
export async function editPlan(
  context: Context,
  input: EditInput,
  operations: readonly unknown[],
): Promise<EditRow> {
  if (operations.length === 0 || operations.length > AT_ONCE)
    throw badInput("operations", `operations: 1 to ${AT_ONCE} of them.`);
  const read = operations.map(readOne);
  const { county } = parseId(input.plan, "plan");
  const { gridCodeTemplate: template } = await context.services.counties.get(county);
  return edit(context, input, { kind: "do", operations: read }, async (tx, plan, found) => {
    const coverage = sound(found);
    const everUsed = read.some(makesGrids) ? await codesEverUsed(tx, county, plan.villages) : [];
    const names = new NewGrids(everUsed, coverage, {
      ...{ county, template, villages: plan.villages },
    });
    const ground = await GroundNear.of(tx, county, read);
    const done: Change[] = [];
    const kept: GridOperation[] = [];
    try {
      for (const [i, operation] of read.entries()) {
        const named = names.fill(operation);
        const outcome = perform(coverage, named, await ground.for(coverage, named));
        if (isRefusal(outcome)) throw refused(outcome, i, coverage);
        const change = names.withFacts(outcome);
        refuseForbidden(coverage, change, i);
        applyChange(coverage, change);
        done.push(change);
        kept.push(named);
      }
    } catch (error) {
      for (const change of done.reverse()) applyChange(coverage, inverseOf(change));
      throw error;
    }
    const change = composeChanges(done, noteOfAll(done));
    return { of: null, operations: kept, ...leftOf(coverage, change) };
  });
}

/** Takes the latest edit back that was not taken back yet, whoever made it. */
export const undoEdit = (context: Context, input: EditInput): Promise<EditRow> =>
  edit(context, input, { kind: "undo" }, async (tx, plan, coverage) => {
    const of = (await editLog.stacks(tx, plan.county, plan.id)).done.at(-1);
    if (of === undefined) throw nothingTo("undo");
    const { change } = await editLog.numbered(tx, plan.county, plan.id, of);
    return {
      of,
      operations: null,
      ...(await restored(tx, plan, coverage, inverseOfPacked(change))),
    };
  });

/** Does the edit again that was taken back last. */
export const redoEdit = (context: Context, input: EditInput): Promise<EditRow> =>
  edit(context, input, { kind: "redo" }, async (tx, plan, coverage) => {
    const of = (await editLog.stacks(tx, plan.county, plan.id)).undone.at(-1);
    if (of === undefined) throw nothingTo("redo");
    const { change } = await editLog.numbered(tx, plan.county, plan.id, of);
    return { of, operations: null, ...(await restored(tx, plan, coverage, change)) };
  });

/** Called by its last operation; of what the service changed by itself besides, all. */
function noteOfAll(done: readonly Change[]): Change["note"] {
  const notes = done.map(({ note }) => note);
  const told = notes.flatMap((note) => note.told ?? []);
  const grids = [...new Set(notes.flatMap((note) => note.grids))];
  return { ...notes.at(-1)!, grids, ...(told.length > 0 ? { told } : {}) };
}

/** What a change leaves of the grids that it touches. */
interface Left {
  change: PackedChange;
  there: readonly PlanGridRow[];
  /** Uuids. */
  gone: readonly string[];
  /** The plan as it is then; null: it is to be read anew. */
  coverage: Coverage | null;
}

interface Drawn extends Left {
  /** The edit that it takes back or does again. */
  of: number | null;
  operations: GridOperation[] | null;
}

/** The coverage is null where the polygons of the plan are none yet. */
type Draw = (tx: Transaction, plan: PlanRow, coverage: Coverage | null) => Promise<Drawn>;

/** What a change that was made leaves. */
export function leftOf(coverage: Coverage, change: Change): Left {
  const ids = [...new Set([...touchedGrids(change), ...change.grids.map(({ id }) => id)])];
  const there = ids.filter((grid) => coverage.faces.has(grid));
  const gone = ids.filter((grid) => !coverage.faces.has(grid));
  return {
    change: packChange(change),
    there: there.map((grid) => rowOf(coverage, grid)),
    gone: gone.map((grid) => parseId(grid).id),
    coverage,
  };
}

export function sound(coverage: Coverage | null): Coverage {
  if (coverage) return coverage;
  throw new Refusal(
    "COVERAGE_REFUSED",
    "The grids of this plan are not seamless yet: clean them first (cleanGridPlan).",
    { reason: "not-a-coverage" },
  );
}

/** One edit: judged on the plan as it stands, kept with its grids, told; or nothing of it. */
export async function edit(
  context: Context,
  { plan: id, version, note, key }: EditInput,
  asked: { kind: EditKind; operations?: readonly unknown[] },
  draw: Draw,
): Promise<EditRow> {
  const { county } = parseId(id, "plan");
  demand(context.viewer, "gridPlan.edit", { county });
  checkKey(key);
  if (note && note.length > NOTE_LIMIT)
    throw badInput("note", `note: at most ${NOTE_LIMIT} characters.`);
  const { row, committed } = await context.db.transaction(async (tx) => {
    const plan = await seenPlan(context, tx, id, true);
    const { actor } = context.viewer;
    // Not the version: whoever repeats an edit on top of others' means the same edit.
    const request = JSON.stringify([asked, note ?? null]);
    const again =
      key == null ? undefined : await editLog.byKey(tx, county, plan.id, { actor, key, request });
    if (again) return { row: again, committed: () => {} };
    if (plan.state !== "DRAFT") throw notADraft(plan.state);
    if (plan.version !== version) throw await stale(tx, plan, version);
    return landEdit(context.db, tx, plan, draw, {
      ...{ kind: asked.kind, actor, actorName: nameOf(context.viewer), cause: "graphql" },
      ...{ note: note?.trim() || null, key: key ?? null, request },
    });
  });
  committed();
  context.forget();
  return row;
}

/**
 * Draws in a plan whose row is held, and keeps what was drawn. `committed` is to be called once the
 * transaction is: until then whoever reads the plan reads it as it was.
 */
export async function landEdit(
  db: Database,
  tx: Transaction,
  plan: PlanRow,
  draw: Draw,
  author: EditAuthor,
): Promise<{ row: EditRow; committed: () => void }> {
  const coverages = coveragesOf(db);
  const drawn = await draw(tx, plan, await coverages.take(tx, plan));
  const { county, id } = plan;
  const { there, gone, coverage: _, ...edited } = drawn;
  if (gone.length > 0) await dropGrids(tx, county, id, gone);
  await putGrids(tx, county, id, there);
  const of = { log: editLog, register: plans, event: "gridPlan.edited" };
  const row = await keepEdit(tx, of, plan, author, edited);
  const committed = () => {
    if (drawn.coverage) coverages.put({ county, id, edits: row.number }, drawn.coverage);
  };
  return { row, committed };
}

const nameOf = (viewer: Viewer): string | null => (viewer.kind === "person" ? viewer.name : null);

function readOne(value: unknown, index: number): GridOperation {
  const read = readOperation(value);
  if ("refused" in read) throw refused(read, index);
  return read;
}

/** What the coverage refused: in words with the grids' names, and by code for who has words. */
function refused(
  { refused: reason, grids, geometry, code, params }: CoverageRefusal,
  index: number,
  coverage?: Coverage,
): Refusal {
  const named = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(named)
      : (coverage?.faces.get(String(value))?.properties["name"] ?? value);
  const shown = Object.fromEntries(Object.entries(params).map(([k, v]) => [k, named(v)]));
  const sentence = sayCoverage({ code, params: shown } as unknown as Said, "en");
  return new Refusal("COVERAGE_REFUSED", `operations[${index}]: ${sentence}`, {
    ...{ field: `operations.${index}`, reason, grids, said: { code, params: shown } },
    ...(geometry ? { geometry } : {}),
  });
}

/** A change of before, once more or taken back. */
async function restored(
  tx: Transaction,
  plan: PlanRow,
  coverage: Coverage | null,
  packed: PackedChange,
): Promise<Left> {
  if (packed.redrawn) return redrawn(tx, plan, packed, null);
  const whole = sound(coverage);
  const outcome = unpackChange(whole, packed);
  if (isRefusal(outcome)) throw refused(outcome, 0, whole);
  applyChange(whole, outcome);
  return leftOf(whole, outcome);
}

/** Outlines told whole, over the grids as they are. */
export async function redrawn(
  tx: Transaction,
  { county, id }: PlanRow,
  change: PackedChange,
  coverage: Coverage | null,
): Promise<Left> {
  const rows = new Map(
    (await gridsOfPlan(tx, county, id)).map((row) => [formatId(county, row.gridId), row]),
  );
  const facts = new Map(change.grids.map((grid) => [grid.id, grid.after]));
  const there: PlanGridRow[] = [];
  const gone: string[] = [];
  for (const { id: grid, after } of change.redrawn ?? []) {
    const known = rows.get(grid) ?? rowOfFacts(grid, facts.get(grid) as GridFacts);
    if (after) there.push({ ...known, shape: JSON.stringify(after) });
    else gone.push(known.gridId);
  }
  return { change, there, gone, coverage };
}

const nothingTo = (what: "undo" | "redo"): Refusal =>
  new Refusal("CONFLICT", `There is nothing to ${what} in this plan.`, { reason: "NOTHING_LEFT" });

/** What others did since, so that the caller can do theirs on top. */
export async function stale(tx: Transaction, plan: PlanRow, version: number): Promise<Refusal> {
  const since = await editLog.after(tx, plan.county, plan.id, { version, first: SHOWN });
  return new Refusal(
    "CONFLICT",
    `version: the plan has been drawn in since you read it (now version ${plan.version}). Apply ` +
      "the edits since to yours, and repeat it on top of them.",
    { field: "version", currentVersion: plan.version, edits: since },
  );
}

/** The borders of villages are not drawn here, and a grid keeps its village. */
export function refuseForbidden(coverage: Coverage, change: Change, index: number): void {
  const then = new Map(change.grids.map(({ id, before, after }) => [id, after ?? before]));
  const villageOf = (label: string | null): string | null =>
    label === null
      ? null
      : String(
          (then.get(label) ?? coverage.faces.get(label)?.properties)?.["villageCode"] ?? NO_VILLAGE,
        );
  for (const { before, after } of change.grids)
    if (before && after && before["villageCode"] !== after["villageCode"])
      throw badInput(
        `operations.${index}`,
        `operations[${index}]: a grid keeps its village; hand its ground over instead.`,
      );
    else if (after) checkFacts(after, index);
  const moved = movedContainerBorder(change, villageOf);
  if (moved)
    throw new Refusal(
      "COVERAGE_REFUSED",
      `operations[${index}]: this would move the border of a village. Grids are divided within it.`,
      {
        field: `operations.${index}`,
        reason: "village-border",
        grids: [moved.left, moved.right].filter((label) => label !== null),
        geometry: { type: "LineString", coordinates: toPositions(moved.xy) },
      },
    );
}

const FACTS: Readonly<Record<string, number>> = {
  ...{ code: 32, name: 100, kind: 60, complaintPhone: 40, villageCode: 32 },
};

function checkFacts(facts: Readonly<Record<string, unknown>>, index: number): void {
  for (const [key, value] of Object.entries(facts)) {
    if (key === "locked") continue;
    const most = FACTS[key];
    if (most === undefined || typeof value !== "string" || value.length > most)
      throw badInput(
        `operations.${index}`,
        `operations[${index}]: ${key}: a text of at most ${most ?? 0} characters.`,
      );
  }
  for (const key of ["code", "name"])
    if (typeof facts[key] !== "string" || facts[key].trim() === "")
      throw badInput(`operations.${index}`, `operations[${index}]: ${key}: is required.`);
}
