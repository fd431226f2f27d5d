import { useWords } from "../i18n/use-words.js";
import { DOORS, shortListDocument, titleOf } from "../layers/layer-documents.js";
import { type LayerInfo, listFieldOf } from "../layers/layer-names.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import { FaultNotice } from "../ui/fault-notice.js";
import { Icon } from "../ui/icon.js";
import { FieldValue } from "./field-value.js";
import { type Relation, relatedArea, type Ways } from "./relation.js";
import { useDetailsWords } from "./words.js";

/** Enough for every flat of a tall building; a grid's thousands are for the table. */
const LISTED = 200;

type Row = Record<string, unknown> & { id: string };

interface RelatedListProps {
  layer: LayerInfo;
  relation: Relation;
  ways: Ways;
}

/** What a relation counts, each a link; what lies behind doors stair by stair, top floor first. */
export function RelatedList({ layer, relation, ways }: RelatedListProps) {
  const t = useDetailsWords();
  const { t: say } = useWords();
  const { filter, count } = relation;
  // The count is part of the question: with another one the list is another.
  const asked = useAsked<{ rows: { nodes: Row[] } }, { filter: unknown; first: number }>(
    shortListDocument(layer),
    { filter, first: Math.min(LISTED, Math.max(1, count)) },
  );
  if (asked.fault) return <FaultNotice fault={asked.fault} retry={asked.again} />;
  if (!asked.data) return <p className="muted small">{say("loading")}</p>;
  const rows = asked.data.rows.nodes;
  const area = relatedArea(filter as Record<string, unknown>);
  const { table } = ways;
  return (
    <div className="related-list">
      {byStair(layer, rows).map(([stair, rowsOfStair]) => (
        <ul key={stair ?? ""} aria-label={stair === undefined ? undefined : stairName(t, stair)}>
          {stair !== undefined && <li className="related-stair">{stairName(t, stair)}</li>}
          {rowsOfStair.map((row) => (
            <RelatedThing key={row.id} layer={layer} row={row} ways={ways} />
          ))}
        </ul>
      ))}
      {count > rows.length && (
        <p className="muted small">{t("relatedMore", { count: count - rows.length })}</p>
      )}
      {area && table && layer.ownPlace && (
        <button
          type="button"
          className="link"
          onClick={() => {
            table(listFieldOf(layer.name), area);
          }}
        >
          <Icon name="table" size={14} />
          {t("inTable")}
        </button>
      )}
    </div>
  );
}

type Say = ReturnType<typeof useDetailsWords>;

const stairName = (t: Say, stair: string) => (stair ? t("stair", { stair }) : t("stairNone"));

/** Where in the building, as far as the viewer may know it. */
const doorOf = (t: Say, { floor, unit }: Row): string =>
  [typeof floor === "number" ? t("floor", { floor }) : null, typeof unit === "string" ? unit : null]
    .filter((part) => part !== null)
    .join(" ");

/** In one list without a name, or in one a stair where the layer has doors that can be seen. */
function byStair(layer: LayerInfo, rows: Row[]): [string | undefined, Row[]][] {
  const hasDoors = DOORS.every((name) => layer.fields.some((f) => f.name === name));
  if (!hasDoors || rows.every((row) => DOORS.every((name) => row[name] == null)))
    return [[undefined, rows]];
  const stairs = new Map<string, Row[]>();
  for (const row of rows) {
    const stair = String(row["stair"] ?? "");
    stairs.set(stair, [...(stairs.get(stair) ?? []), row]);
  }
  const inOrder = new Intl.Collator(undefined, { numeric: true }).compare;
  return [...stairs]
    .sort(([a], [b]) => inOrder(a, b))
    .map(([stair, of]) => [
      stair,
      of.sort(
        (a, b) =>
          Number(b["floor"] ?? 0) - Number(a["floor"] ?? 0) ||
          inOrder(String(a["unit"] ?? ""), String(b["unit"] ?? "")),
      ),
    ]);
}

function RelatedThing({ layer, row, ways }: { layer: LayerInfo; row: Row; ways: Ways }) {
  const t = useDetailsWords();
  const { label, moment } = useWords();
  const { county } = useSession();
  const category = layer.fields.find((f) => f.name === layer.category);
  const { occurredFrom } = row;
  const door = doorOf(t, row);
  return (
    <li>
      <button
        type="button"
        className="related-thing"
        onClick={() => {
          ways.open(listFieldOf(layer.name), row.id);
        }}
      >
        <span>{door || titleOf(row, label(layer))}</span>
        <small>
          {typeof occurredFrom === "string" ? (
            moment(occurredFrom, county.timeZone)
          ) : door ? (
            titleOf(row, "")
          ) : category && row[category.name] != null ? (
            <FieldValue field={category} row={row} />
          ) : null}
        </small>
      </button>
    </li>
  );
}
