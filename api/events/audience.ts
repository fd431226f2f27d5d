import { type SQL, sql } from "drizzle-orm";
import { boundsOf } from "../../geo/geometry.js";
import type { AreaInput } from "../../schema/inputs.js";
import { inputName } from "../../schema/layer-types.js";
import { isLayer } from "../../schema/layers/index.js";
import type { Context } from "../core/context.js";
import { formatId } from "../core/identifier.js";
import { areaCondition, circleBox } from "../layers/area.js";
import type { Access } from "../policy/policy.js";
import type { LoggedEvent } from "./event-log.js";
import { EVENT_PLACE, type Question, questionOf } from "./hearing.js";

type Box = NonNullable<LoggedEvent["box"]>;

/** Half of the step that coarse places are rounded to, in degrees, and more. */
const COARSE = 0.001;

/**
 * What one subscriber may hear of one layer. Where an event was and in which county is known in this
 * process and decides first; the policy's rows, and an area to the point, are the database's.
 */
export class Audience {
  private readonly question: Question;
  readonly counties: ReadonlySet<number>;
  private readonly box: Box | null;
  private readonly fields: ReadonlySet<string>;

  constructor(
    private readonly context: Context,
    private readonly access: Access,
    private readonly area: AreaInput | null,
  ) {
    const { layer, counties } = access;
    this.counties = new Set(
      area?.county === undefined ? counties : counties.filter((c) => c === area.county),
    );
    this.box = area ? boxOf(area, access) : null;
    this.question = questionOf(layer.table, this.condition());
    this.fields = new Set([
      ...layer.fields.filter((f) => access.field(f) === "clear").map(inputName),
      ...(isLayer(layer) && access.geometry() === "clear" ? ["geometry"] : []),
    ]);
  }

  /** Which rows may be told of. To compose it is to note what it opens. */
  private condition(): SQL {
    const { access, area } = this;
    const { condition, counties } = area ? areaCondition(access, area, "few") : {};
    return sql`${access.rows(counties ?? access.counties)}
      and (${condition ?? sql`true`} or ${leftArea(access, area)})`;
  }

  /** Of events of its layer, the ids of those that are told; it notes what they disclose. */
  async hears(events: readonly LoggedEvent[]): Promise<ReadonlySet<string>> {
    const near = events.filter((e) => this.counties.has(e.county) && this.isNear(e));
    if (near.length === 0) return new Set();
    // A line of the log begins the notes anew, and this question is asked again.
    this.condition();
    const single = near.filter((e) => e.subject !== null);
    const told =
      single.length > 0 ? await this.context.services.hearing.ask(this.question, single) : null;
    const passed = near.filter((e) => e.subject === null || told!.has(e.id));
    this.access.notes.answered(
      passed.flatMap((e) => (e.subject ? [formatId(e.county, e.subject)] : [])),
    );
    return new Set(passed.map((e) => e.id));
  }

  /** Which of the changed fields the viewer sees anyway. */
  fieldsOf = (e: LoggedEvent): string[] => e.fields.filter((name) => this.fields.has(name));

  /** How many rows changed at once, for who could count them all. */
  countOf = (e: LoggedEvent): number | null => (this.access.seesAll(e.county) ? e.count : null);

  private isNear({ box }: LoggedEvent): boolean {
    if (!box || !this.box) return true;
    const [w, s, east, n] = this.box;
    return box[0] <= east && box[2] >= w && box[1] <= n && box[3] >= s;
  }
}

/** A box that holds the area, where that is known without the database. */
function boxOf(area: AreaInput, access: Access): Box | null {
  const box =
    area.bbox ??
    (area.circle && circleBox(area.circle.center[0]!, area.circle.center[1]!, area.circle.metres));
  const drawn = (box as Box | undefined) ?? (area.polygon && boundsOf(area.polygon));
  if (!drawn || !isLayer(access.layer)) return null;
  const wider = access.shows(access.layer.geometrySensitivity) ? 0 : COARSE;
  return [drawn[0] - wider, drawn[1] - wider, drawn[2] + wider, drawn[3] + wider];
}

/** The area as a condition on where a change was, for viewers of the exact place. */
function leftArea(access: Access, area: AreaInput | null): SQL {
  const drawn = area && (area.polygon || area.bbox || area.circle);
  if (!drawn || !isLayer(access.layer) || !access.shows(access.layer.geometrySensitivity))
    return sql`false`;
  const was: Access = {
    ...access,
    where: (name, condition) => access.where(name, () => condition(EVENT_PLACE)),
    layer: { ...access.layer, geometry: "Geometry" },
  };
  return areaCondition(was, area, "few").condition!;
}
