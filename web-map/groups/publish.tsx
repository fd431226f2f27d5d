import { type FormEvent, useState } from "react";
import type { GroupEdits } from "./use-group-edits.js";
import { useGroupsWords } from "./words.js";

/** A plan in force from a day on: asked for by its day, and said again before it is done. */
export function Publish({ edits, today }: { edits: GroupEdits; today: string }) {
  const t = useGroupsWords();
  const [open, setOpen] = useState(false);
  const [day, setDay] = useState(today);
  const publish = async (e: FormEvent) => {
    e.preventDefault();
    if (await edits.publish(day)) setOpen(false);
  };
  if (!open)
    return (
      <button
        type="button"
        className="button primary"
        onClick={() => {
          setOpen(true);
        }}
      >
        {t("publish")}
      </button>
    );
  return (
    <form
      className="groups-publish"
      aria-label={t("publish")}
      onSubmit={(e) => {
        void publish(e);
      }}
    >
      <label className="field">
        <span>{t("publishDay")}</span>
        <input
          type="date"
          required
          min={today}
          value={day}
          onChange={(e) => {
            setDay(e.target.value);
          }}
        />
      </label>
      <p className="hint">{t("publishMeans")}</p>
      <div className="row-end">
        <button
          type="button"
          className="button"
          onClick={() => {
            setOpen(false);
          }}
        >
          {t("cancel")}
        </button>
        <button type="submit" className="button primary" disabled={edits.busy}>
          {t("publish")}
        </button>
      </div>
    </form>
  );
}
