import type { Geometry } from "geojson";
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { useWords } from "../i18n/use-words.js";
import type { FieldInfo } from "../layers/layer-names.js";
import { PlaceSketch } from "./place-sketch.js";
import { type Difference, metresMoved, type Side, usualSide } from "./sides.js";
import { useFormWords } from "./words.js";

/** A place that one of two people moved, or both. */
export interface PlaceDifference {
  before: Geometry;
  mine: Geometry | null;
  theirs: Geometry | null;
}

/** Which side each field is taken from, by its name; the place by `geometry`. */
export type Chosen = Readonly<Record<string, Side>>;

interface ConflictProps {
  differences: readonly Difference[];
  place: PlaceDifference | null;
  mineVersion: number;
  theirVersion: number;
  onTheirs(): void;
  onChosen(chosen: Chosen): void;
}

/** Someone else was faster: both sides of each field, and a choice for each. */
export function Conflict({
  differences,
  place,
  mineVersion,
  theirVersion,
  onTheirs,
  onChosen,
}: ConflictProps) {
  const t = useFormWords();
  const { label } = useWords();
  const said = useSaid();
  const id = useId();
  const self = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState<Record<string, Side>>({});
  useEffect(() => {
    self.current?.focus();
    self.current?.scrollIntoView({ block: "nearest" });
  }, []);
  const choose = (name: string) => (side: Side) => {
    setChosen((old) => ({ ...old, [name]: side }));
  };
  const sides: Record<string, Side> = Object.fromEntries(
    differences.map((d) => [d.field.name, chosen[d.field.name] ?? usualSide(d)]),
  );
  if (place) sides["geometry"] = chosen["geometry"] ?? usualSide(place);
  return (
    <div
      className="conflict"
      role="alertdialog"
      aria-label={t("title")}
      aria-describedby={`${id}-text`}
      tabIndex={-1}
      ref={self}
    >
      <strong>{t("title")}</strong>
      <p id={`${id}-text`}>{t("text", { mine: mineVersion, theirs: theirVersion })}</p>
      {differences.map(({ field, mine, theirs }) => (
        <TwoSides
          key={field.name}
          name={label(field)}
          side={sides[field.name]!}
          onSide={choose(field.name)}
          mine={mine === null ? t("unchanged") : said(field, mine)}
          theirs={theirs === null ? t("unchanged") : said(field, theirs)}
        />
      ))}
      {place && (
        <TwoSides
          name={t("place")}
          side={sides["geometry"]!}
          onSide={choose("geometry")}
          mine={<PlaceSide {...place} of={place.mine} other={place.theirs} />}
          theirs={<PlaceSide {...place} of={place.theirs} other={place.mine} />}
        />
      )}
      <div className="row-end">
        <button type="button" className="button" onClick={onTheirs}>
          {t("keepTheirs")}
        </button>
        <button
          type="button"
          className="button primary"
          onClick={() => {
            onChosen(sides);
          }}
        >
          {t("saveChosen")}
        </button>
      </div>
    </div>
  );
}

/** A form's text as people read it: what a step of a scale is called, and none. */
export function useSaid(): (field: FieldInfo, text: string) => string {
  const { t, label } = useWords();
  return (field, text) => {
    const step = field.scale.find((s) => String(s.value) === text.trim());
    return step ? label(step) : text || t("empty");
  };
}

interface TwoSidesProps {
  name: string;
  side: Side;
  onSide(side: Side): void;
  mine: ReactNode;
  theirs: ReactNode;
}

function TwoSides({ name, side, onSide, mine, theirs }: TwoSidesProps) {
  const t = useFormWords();
  const group = useId();
  return (
    <fieldset className="two-sides">
      <legend>{name}</legend>
      {(["mine", "theirs"] as const).map((of) => (
        <label key={of} data-chosen={side === of}>
          <input
            type="radio"
            name={group}
            checked={side === of}
            onChange={() => {
              onSide(of);
            }}
          />
          <small>{t(of)}</small>
          <span>{of === "mine" ? mine : theirs}</span>
        </label>
      ))}
    </fieldset>
  );
}

interface PlaceSideProps {
  before: Geometry;
  of: Geometry | null;
  other: Geometry | null;
}

function PlaceSide({ before, of, other }: PlaceSideProps) {
  const t = useFormWords();
  if (!of) return t("unchanged");
  const metres = metresMoved(before, of);
  return (
    <>
      {metres > 0 ? t("moved", { metres }) : t("reshaped")}
      <PlaceSketch place={of} other={other ?? before} />
    </>
  );
}
