import { useEffect, useState } from "react";
import { useShell } from "../shell/shell-context.js";
import { isTooLongForLink } from "../state/area-text.js";
import { Icon } from "../ui/icon.js";
import { AreaByName } from "./area-by-name.js";
import { FileForm, NearForm, NumbersForm } from "./area-forms.js";
import { DRAWN, type DrawnWays, MEASURED } from "./area-ways.js";
import { SavedAreas } from "./saved-areas.js";
import { useAreaFacts } from "./use-area-facts.js";
import type { Combining, AreaTools as Tools } from "./use-area-tools.js";
import { useAsArea } from "./use-as-area.js";
import { useSizeWords } from "./use-size-words.js";
import { useAreaWords } from "./words.js";

/** One button over the map: how large the area is, and a panel with all that makes and changes it. */
export function AreaTools({ tools }: { tools: Tools }) {
  const t = useAreaWords();
  const words = useSizeWords();
  const [isOpen, setOpen] = useState(false);
  const { area, tool, around, read } = tools;
  const facts = useAreaFacts(read.drawn);
  // Whoever draws wants to see the map; whoever drew a line is asked for a distance.
  useEffect(() => {
    if (tool) setOpen(false);
  }, [tool]);
  useEffect(() => {
    if (around) setOpen(true);
  }, [around]);
  return (
    <div className="area-tools">
      <div className="area-bar">
        <button
          type="button"
          className="float-button"
          aria-expanded={isOpen}
          aria-controls="area-panel"
          onClick={() => {
            setOpen(!isOpen);
          }}
        >
          <Icon name="polygon" />
          {read.name ?? t("area")}
          {facts && <span className="muted">{words.size(facts.m2)}</span>}
        </button>
        {area && (
          <button type="button" className="float-button" onClick={tools.clear}>
            <Icon name="close" size={15} />
            {t("clear")}
          </button>
        )}
      </div>
      {isOpen && (
        <section
          id="area-panel"
          className="area-panel"
          aria-label={t("menu")}
          onKeyDown={(e) => {
            if (e.key !== "Escape") return;
            e.stopPropagation();
            setOpen(false);
          }}
        >
          {area && <Present tools={tools} />}
          {!around && (
            <AreaByName
              tools={tools}
              onDone={() => {
                setOpen(false);
              }}
            />
          )}
          {around ? <NearForm tools={tools} around={around} /> : <Ways tools={tools} />}
        </section>
      )}
    </div>
  );
}

/** What the area is now. */
function Present({ tools }: { tools: Tools }) {
  const t = useAreaWords();
  const words = useSizeWords();
  const { map } = useShell();
  const { area, read } = tools;
  const facts = useAreaFacts(read.drawn);
  const said = [
    ...(read.drawn?.kind === "grids" ? [t("gridCount", { n: read.drawn.ids.length })] : []),
    ...(read.drawn?.kind === "circle"
      ? [t("radius", { length: words.length(read.drawn.metres) })]
      : []),
    ...(facts ? [words.whole(facts)] : []),
  ];
  return (
    <div className="area-present">
      {read.isGone ? <p className="muted">{t("savedGone")}</p> : <p>{said.join(" · ")}</p>}
      {area && isTooLongForLink(area) && <p className="muted small">{t("longLink")}</p>}
      {facts && (
        <div className="area-group">
          <button type="button" className="button small" onClick={tools.edit}>
            <Icon name="edit" size={15} />
            {t("edit")}
          </button>
          <button
            type="button"
            className="button small"
            onClick={() => {
              map?.fit(facts.bounds, 19);
            }}
          >
            <Icon name="target" size={15} />
            {t("fit")}
          </button>
        </div>
      )}
      <fieldset className="area-combine">
        <legend>{t("combine")}</legend>
        {COMBINING.map((how) => (
          <label key={how}>
            <input
              type="radio"
              name="area-combining"
              checked={tools.combining === how}
              onChange={() => {
                tools.setCombining(how);
              }}
            />
            {t(how)}
          </label>
        ))}
      </fieldset>
    </div>
  );
}

const COMBINING: readonly Combining[] = ["replace", "add", "minus"];

function Ways({ tools }: { tools: Tools }) {
  const t = useAreaWords();
  const { map, view } = useShell();
  const asArea = useAsArea();
  const { selection } = view;
  return (
    <>
      <DrawnBy title="draw" ways={DRAWN} tools={tools} />
      <div className="area-group">
        <h2 className="group-title">{t("other")}</h2>
        <button
          type="button"
          className="button small"
          onClick={() => {
            if (map) void tools.settle({ kind: "bbox", bounds: map.bounds() });
          }}
        >
          <Icon name="target" size={15} />
          {t("view")}
        </button>
        {selection && (
          <button
            type="button"
            className="button small"
            onClick={() => {
              asArea(selection);
            }}
          >
            {t("object")}
          </button>
        )}
      </div>
      <NumbersForm tools={tools} />
      <FileForm tools={tools} />
      <SavedAreas tools={tools} />
      <DrawnBy title="measure" ways={MEASURED} tools={tools} />
    </>
  );
}

interface DrawnByProps {
  title: "draw" | "measure";
  ways: DrawnWays;
  tools: Tools;
}

function DrawnBy({ title, ways, tools }: DrawnByProps) {
  const t = useAreaWords();
  return (
    <div className="area-group">
      <h2 className="group-title">{t(title)}</h2>
      {ways.map(({ word, icon, tool }) => (
        <button
          type="button"
          key={word}
          className="button small"
          onClick={() => {
            tools.begin(tool);
          }}
        >
          <Icon name={icon} size={15} />
          {t(word)}
        </button>
      ))}
    </div>
  );
}
