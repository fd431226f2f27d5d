import { type CSSProperties, type ReactNode, useState } from "react";
import { useWords } from "../i18n/use-words.js";
import { Icon } from "../ui/icon.js";
import type { Part } from "./figures.js";
import { useAnalyseWords } from "./words.js";

export interface BarRow extends Part {
  sign?: ReactNode;
  /** What it is made of. */
  below?: readonly BarRow[];
}

interface BarListProps {
  label: string;
  rows: readonly BarRow[];
  /** Keys of those chosen; null: all. */
  chosen: readonly string[] | null;
  onToggle(key: string): void;
}

/** Parts of a whole as bars, the period before as a mark on each; a click narrows to some. */
export function BarList({ label, rows, chosen, onToggle }: BarListProps) {
  const t = useAnalyseWords();
  const most = Math.max(1, ...rows.flatMap(({ count, before }) => [count, before ?? 0]));
  return (
    <table className="analyse-bars" aria-label={label}>
      <thead className="sr-only">
        <tr>
          <th scope="col">{label}</th>
          <th scope="col">{t("count")}</th>
          <th scope="col">{t("countBefore")}</th>
        </tr>
      </thead>
      {rows.map((row) => (
        <BarBody key={row.key} {...{ row, most, chosen, onToggle }} />
      ))}
    </table>
  );
}

interface BarBodyProps extends Pick<BarListProps, "chosen" | "onToggle"> {
  row: BarRow;
  most: number;
}

function BarBody({ row, most, chosen, onToggle }: BarBodyProps) {
  const t = useAnalyseWords();
  const below = row.below ?? [];
  const isInside = chosen?.some((key) => key !== row.key && key.startsWith(row.key)) ?? false;
  const [isOpen, setOpen] = useState(isInside);
  const rows = isOpen ? [row, ...below] : [row];
  return (
    <tbody>
      {rows.map((one) => (
        <BarLine
          key={one.key}
          row={one}
          most={most}
          isBelow={one !== row}
          isOn={chosen === null || chosen.some((key) => isPartOf(one.key, key))}
          isChosen={chosen?.includes(one.key) ?? false}
          onToggle={onToggle}
          opener={
            one === row && below.length > 1 ? (
              <button
                type="button"
                className="analyse-open"
                aria-expanded={isOpen}
                aria-label={t(isOpen ? "closeParts" : "openParts", { name: row.name })}
                onClick={() => {
                  setOpen(!isOpen);
                }}
              >
                <Icon name={isOpen ? "up" : "down"} size={14} />
              </button>
            ) : null
          }
        />
      ))}
    </tbody>
  );
}

/** What is chosen, what lies in it, and what it lies in. */
const isPartOf = (key: string, chosen: string) => key.startsWith(chosen) || chosen.startsWith(key);

interface BarLineProps {
  row: BarRow;
  most: number;
  isBelow: boolean;
  isOn: boolean;
  isChosen: boolean;
  opener: ReactNode;
  onToggle(key: string): void;
}

function BarLine({ row, most, isBelow, isOn, isChosen, opener, onToggle }: BarLineProps) {
  const { number } = useWords();
  const { key, name, count, before, sign } = row;
  const style = {
    "--share": count / most,
    "--before": (before ?? 0) / most,
  } as CSSProperties;
  return (
    <tr data-on={isOn} data-below={isBelow} style={style}>
      <th scope="row">
        <div>
          <button
            type="button"
            aria-pressed={isChosen}
            title={name}
            onClick={() => {
              onToggle(key);
            }}
          >
            {sign}
            <span>{name}</span>
          </button>
          {opener}
        </div>
      </th>
      <td className="number">
        <div>
          <span className="analyse-bar-line" aria-hidden="true">
            <i />
            {before !== null && <em />}
          </span>
          <b>{number(Math.round(count * 10) / 10)}</b>
        </div>
      </td>
      <td className="number muted">
        {before === null ? "" : number(Math.round(before * 10) / 10)}
      </td>
    </tr>
  );
}
