import { Popover } from "radix-ui";
import { type FormEvent, useState } from "react";
import { type MessageKey, useWords } from "../i18n/use-words.js";
import { useSession } from "../session/session-context.js";
import { dayOf, LAST_HOURS, parseDay, type TimeRange } from "../state/time-range.js";
import { Icon } from "../ui/icon.js";

type Preset = keyof typeof LAST_HOURS;
const PRESETS = Object.keys(LAST_HOURS) as Preset[];

export function TimeFilter({ time, onTime }: { time: TimeRange; onTime(time: TimeRange): void }) {
  const { t } = useWords();
  const { county } = useSession();
  const [open, setOpen] = useState(false);
  const [fault, setFault] = useState<{ key: MessageKey; text: string } | null>(null);
  const preset =
    time.kind === "last" ? PRESETS.find((p) => LAST_HOURS[p] === time.hours) : undefined;
  const label =
    time.kind === "all"
      ? t("timeAll")
      : time.kind === "last"
        ? preset
          ? t(preset)
          : `${time.hours} h`
        : `${time.from ?? "…"} – ${time.to ?? "…"}`;
  const choose = (next: TimeRange) => {
    setFault(null);
    onTime(next);
    setOpen(false);
  };
  const submit = (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    const form = new FormData(e.currentTarget);
    const today = dayOf(new Date(), county.timeZone);
    const days: Record<"from" | "to", string | null> = { from: null, to: null };
    for (const side of ["from", "to"] as const) {
      const text = String(form.get(side)).trim();
      if (text === "") continue;
      days[side] = parseDay(text, today);
      if (days[side] === null) return setFault({ key: "timeBad", text });
    }
    if (days.from && days.to && days.from > days.to)
      return setFault({ key: "timeOrder", text: "" });
    choose(days.from || days.to ? { kind: "days", ...days } : { kind: "all" });
  };
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className="chip" data-on={time.kind !== "all"}>
        <Icon name="time" size={16} />
        {label}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="popover" align="start" sideOffset={6} aria-label={t("time")}>
          <div className="presets">
            <button
              type="button"
              className="chip"
              data-on={time.kind === "all"}
              onClick={() => {
                choose({ kind: "all" });
              }}
            >
              {t("timeAll")}
            </button>
            {PRESETS.map((p) => (
              <button
                type="button"
                key={p}
                className="chip"
                data-on={p === preset}
                onClick={() => {
                  choose({ kind: "last", hours: LAST_HOURS[p] });
                }}
              >
                {t(p)}
              </button>
            ))}
          </div>
          <form onSubmit={submit} className="days">
            <label className="field">
              <span>{t("timeFrom")}</span>
              <input
                name="from"
                defaultValue={time.kind === "days" ? (time.from ?? "") : ""}
                placeholder="2026-03-01"
                autoComplete="off"
              />
            </label>
            <label className="field">
              <span>{t("timeTo")}</span>
              <input
                name="to"
                defaultValue={time.kind === "days" ? (time.to ?? "") : ""}
                placeholder={t("timeHint").split(/[、,]/).at(-1)!.trim()}
                autoComplete="off"
              />
            </label>
            {fault ? (
              <p className="field-fault" role="alert">
                {t(fault.key, { text: fault.text })}
              </p>
            ) : (
              <p className="hint">
                {t("timeHint")}
                <br />
                {t("timeZone", { zone: county.timeZone })}
              </p>
            )}
            <button type="submit" className="button primary wide">
              {t("timeApply")}
            </button>
          </form>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
