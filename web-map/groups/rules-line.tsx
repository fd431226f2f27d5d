import { useState } from "react";
import {
  type Figure,
  faultIn,
  type GroupMode,
  type GroupPreset,
  LIMITS,
  MODE_WORDS,
  PRESET_WORDS,
  PRESETS,
  type Rules,
  sayRules,
} from "./rules.js";
import { type GroupsWord, useGroupsWords } from "./words.js";

interface RulesLineProps {
  rules: Rules;
  onChange(rules: Rules): void;
}

const FIGURE_WORDS: Readonly<Record<Figure, GroupsWord>> = {
  low: "fewest",
  target: "wanted",
  high: "most",
  minResponders: "responders",
  radiusM: "walk",
};
const PRESET_MEANS: Readonly<Record<GroupPreset, GroupsWord>> = {
  NEAR: "nearMeans",
  ACQUAINTED: "acquaintedMeans",
  BALANCED: "balancedMeans",
};
const FIGURES: readonly Figure[] = ["low", "target", "high", "minResponders", "radiusM"];

/** What a group must be, in one line of plain words, and each of it to be changed. */
export function RulesLine({ rules, onChange }: RulesLineProps) {
  const t = useGroupsWords();
  const [open, setOpen] = useState(false);
  return (
    <section className="groups-rules" aria-label={t("rules")}>
      <p>
        <b>{t("rules")}</b> {sayRules(rules, t)}
        <button
          type="button"
          className="link"
          aria-expanded={open}
          onClick={() => {
            setOpen(!open);
          }}
        >
          {t(open ? "rulesDone" : "rulesEdit")}
        </button>
      </p>
      {open && <RulesForm rules={rules} onChange={onChange} />}
    </section>
  );
}

function RulesForm({ rules, onChange }: RulesLineProps) {
  const t = useGroupsWords();
  const wrong = faultIn(rules);
  const isRings = rules.mode === "RINGS";
  return (
    <div className="groups-rules-form">
      <Choice<GroupMode>
        legend={t("mode")}
        of={["GROUPS", "RINGS"]}
        held={rules.mode}
        nameOf={(mode) => t(MODE_WORDS[mode])}
        onTake={(mode) => {
          onChange({ ...rules, mode });
        }}
      />
      <div className="groups-figures">
        {(isRings ? (["radiusM"] as const) : FIGURES).map((name) => (
          <FigureInput
            key={name}
            name={name}
            value={rules[name]}
            isWrong={wrong === name}
            onTake={(value) => {
              onChange({ ...rules, [name]: value });
            }}
          />
        ))}
      </div>
      {wrong && (
        <p className="field-fault" role="alert">
          {t("rulesWrong", { name: t(FIGURE_WORDS[wrong]) })}
        </p>
      )}
      {!isRings && (
        <Choice<GroupPreset>
          legend={t("preset")}
          of={PRESETS}
          held={rules.preset}
          nameOf={(preset) => t(PRESET_WORDS[preset])}
          onTake={(preset) => {
            onChange({ ...rules, preset });
          }}
        />
      )}
      <label>
        <input
          type="checkbox"
          checked={rules.thorough}
          onChange={(e) => {
            onChange({ ...rules, thorough: e.target.checked });
          }}
        />{" "}
        {t("thorough")}
      </label>
      {!isRings && <p className="hint">{t(PRESET_MEANS[rules.preset])}</p>}
    </div>
  );
}

interface ChoiceProps<T extends string> {
  legend: string;
  of: readonly T[];
  held: T;
  nameOf(one: T): string;
  onTake(one: T): void;
}

function Choice<T extends string>({ legend, of, held, nameOf, onTake }: ChoiceProps<T>) {
  return (
    <fieldset className="groups-choice">
      <legend>{legend}</legend>
      {of.map((one) => (
        <label key={one}>
          <input
            type="radio"
            name={legend}
            checked={one === held}
            onChange={() => {
              onTake(one);
            }}
          />
          {nameOf(one)}
        </label>
      ))}
    </fieldset>
  );
}

interface FigureInputProps {
  name: Figure;
  value: number;
  isWrong: boolean;
  onTake(value: number): void;
}

function FigureInput({ name, value, isWrong, onTake }: FigureInputProps) {
  const t = useGroupsWords();
  const [least, most] = LIMITS[name];
  return (
    <label className="field">
      <span>{t(FIGURE_WORDS[name])}</span>
      <input
        type="number"
        inputMode="numeric"
        min={least}
        max={most}
        aria-invalid={isWrong}
        value={Number.isNaN(value) ? "" : value}
        onChange={(e) => {
          onTake(e.target.valueAsNumber);
        }}
      />
    </label>
  );
}
