import { type KeyboardEvent, useRef } from "react";
import { useWords } from "../i18n/use-words.js";
import { doorOf } from "./group-words.js";
import type { Home } from "./model.js";
import { useGroupsWords } from "./words.js";

export interface SectionHome {
  home: Home;
  /** Number of its group; null: in none. */
  group: number | null;
  groupId: string | null;
}

interface SectionViewProps {
  /** Homes of one building. */
  homes: readonly SectionHome[];
  chosen: string | null;
  colourOf(group: string, number: number): string;
  onChoose(group: string): void;
}

const natural = new Intl.Collator("zh", { numeric: true });

/** What of a flat's number says its floor: 701 is the door 01 of floor 7. */
const doorIn = ({ floor, unit }: Home): string => {
  const prefix = String(floor ?? 1);
  return unit?.startsWith(prefix) && unit.length > prefix.length
    ? unit.slice(prefix.length)
    : (unit ?? "");
};
const columnOf = ({ home }: SectionHome) => `${home.stair ?? ""} ${doorIn(home)}`;

/** Floor over floor, the same door in the same column: stair by stair, by the flats' numbers. */
function rowsOf(homes: readonly SectionHome[]) {
  const columns = [...new Set(homes.map(columnOf))].sort(natural.compare);
  const floors = [...new Set(homes.map(({ home }) => home.floor ?? 1))].sort((a, b) => b - a);
  const rows = floors.map((floor) => ({
    floor,
    doors: columns.map((column) =>
      homes.filter((one) => (one.home.floor ?? 1) === floor && columnOf(one) === column),
    ),
  }));
  const stairs = columns.map((column) => column.split(" ")[0] ?? "");
  return { rows, stairs };
}

/** Floors of the tallest tower, or doors of the longest floor. */
const FARTHEST = 120;

const KEYS: Readonly<Record<string, readonly [floors: number, doors: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** A building from the side, floor by flat: a map shows one dot where a hundred homes stand. */
export function SectionView({ homes, chosen, colourOf, onChoose }: SectionViewProps) {
  const t = useGroupsWords();
  const { t: say } = useWords();
  const self = useRef<HTMLTableElement>(null);
  const { rows, stairs } = rowsOf(homes);
  const go = (e: KeyboardEvent) => {
    const [down, right] = KEYS[e.key] ?? [0, 0];
    const at = (e.target as HTMLElement).closest("td");
    if (!at || (down === 0 && right === 0)) return;
    e.preventDefault();
    // Over doors that nobody lives behind to the next one.
    for (let far = 1; far <= FARTHEST; far++) {
      const row = Number(at.dataset["row"]) + far * down;
      const column = Number(at.dataset["column"]) + far * right;
      const next = self.current?.querySelector<HTMLButtonElement>(
        `td[data-row="${row}"][data-column="${column}"] button`,
      );
      if (next && !next.disabled) return next.focus();
    }
  };
  if (rows.length === 0) return <p className="muted">{say("loading")}</p>;
  return (
    <table className="groups-section" ref={self} onKeyDown={go} aria-label={t("section")}>
      <Stairs stairs={stairs} />
      <tbody>
        {rows.map(({ floor, doors }, row) => (
          <tr key={floor}>
            <th scope="row">{t("doorFloor", { floor })}</th>
            {doors.map((at, column) => (
              <td
                // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
                key={column}
                data-row={row}
                data-column={column}
                data-first={column > 0 && stairs[column] !== stairs[column - 1]}
              >
                {at.map((one) => (
                  <HomeButton key={one.home.id} {...{ one, chosen, colourOf, onChoose }} />
                ))}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Stairs({ stairs }: { stairs: readonly string[] }) {
  const t = useGroupsWords();
  const spans = [...new Set(stairs)].map((stair) => ({
    stair,
    count: stairs.filter((s) => s === stair).length,
  }));
  if (spans.every(({ stair }) => stair === "")) return null;
  return (
    <thead>
      <tr>
        <td />
        {spans.map(({ stair, count }) => (
          <th key={stair} scope="colgroup" colSpan={count}>
            {stair && t("doorStair", { stair })}
          </th>
        ))}
      </tr>
    </thead>
  );
}

interface HomeButtonProps extends Omit<SectionViewProps, "homes"> {
  one: SectionHome;
}

function HomeButton({ one: { home, group, groupId }, ...props }: HomeButtonProps) {
  const { chosen, colourOf, onChoose } = props;
  const t = useGroupsWords();
  const where = group === null ? t("inNoGroup") : t("groupNumber", { number: group });
  return (
    <button
      type="button"
      disabled={groupId === null}
      aria-pressed={groupId !== null && groupId === chosen}
      aria-label={`${doorOf(home, t)} ${where}`}
      title={`${doorOf(home, t)} ${where}`}
      style={
        group === null || groupId === null ? undefined : { background: colourOf(groupId, group) }
      }
      onClick={() => {
        if (groupId) onChoose(groupId);
      }}
    >
      {group ?? "–"}
    </button>
  );
}
