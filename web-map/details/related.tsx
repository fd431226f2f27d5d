import { useState } from "react";
import { RelationsDocument } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import type { LayerInfo } from "../layers/layer-names.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import type { Period } from "../state/time-range.js";
import { FaultNotice } from "../ui/fault-notice.js";
import { Icon } from "../ui/icon.js";
import { RelatedList } from "./related-list.js";
import type { Relation, Ways } from "./relation.js";
import { useDetailsWords } from "./words.js";

interface RelatedProps {
  id: string;
  period: Period;
  /** Another word when the counts may have changed. */
  version: string;
  ways: Ways;
}

/** Counts of an object that is looked at follow changes at most this often. */
const SELDOM_MS = 5000;

/** What belongs to an object: a line a relation with its count, which opens to a list. */
export function Related({ id, period, version, ways }: RelatedProps) {
  const t = useDetailsWords();
  const { layers } = useSession();
  const asked = useAsked(
    RelationsDocument,
    { id, from: period.from ?? null, to: period.to ?? null },
    { version, seldomMs: SELDOM_MS },
  );
  if (asked.fault && !asked.data) return <FaultNotice fault={asked.fault} retry={asked.again} />;
  if (!asked.data) return null;
  const lines = asked.data.relations.flatMap((relation) => {
    const layer = layers.find((l) => l.name === relation.layer);
    return layer ? [{ layer, relation }] : [];
  });
  if (lines.length === 0) return null;
  const isTimed = lines.some(({ layer, relation }) => layer.timed && relation.count > 0);
  return (
    <section className="related" aria-label={t("related")}>
      <h3>{t("related")}</h3>
      <ul>
        {lines.map(({ layer, relation }) => (
          <RelatedLine
            key={`${id} ${relation.layer} ${relation.field}`}
            layer={layer}
            relation={relation}
            isSole={lines.filter((other) => other.layer === layer).length === 1}
            ways={ways}
          />
        ))}
      </ul>
      {isTimed && (period.from || period.to) && <p className="muted small">{t("relatedPeriod")}</p>}
    </section>
  );
}

interface LineProps {
  layer: LayerInfo;
  relation: Relation;
  /** No other relation leads to the layer, so that the layer's name says enough. */
  isSole: boolean;
  ways: Ways;
}

function RelatedLine({ layer, relation, isSole, ways }: LineProps) {
  const t = useDetailsWords();
  const { label, number } = useWords();
  const [isOpen, setOpen] = useState(false);
  const { by, metres, count } = relation;
  const field = layer.fields.find((f) => f.name === relation.field);
  const how =
    by === "near"
      ? t("near", { metres: metres ?? 0 })
      : field && (!isSole || field.of?.toUpperCase() === layer.name)
        ? t("byField", { field: label(field) })
        : null;
  return (
    <li>
      <button
        type="button"
        className="related-line"
        aria-expanded={isOpen}
        disabled={count === 0}
        onClick={() => {
          setOpen(!isOpen);
        }}
      >
        <span>
          {label(layer)}
          {how && <small> {how}</small>}
        </span>
        <b className="tabular">{number(count)}</b>
        <Icon name={isOpen ? "up" : "down"} size={14} />
      </button>
      {isOpen && count > 0 && <RelatedList layer={layer} relation={relation} ways={ways} />}
    </li>
  );
}
