import { type KeyboardEvent, type RefObject, useId, useState } from "react";
import { useWords } from "../i18n/use-words.js";
import { useSession } from "../session/session-context.js";
import { Icon } from "../ui/icon.js";
import { type Hit, type HitGroup, useSearch } from "./use-search.js";

/** A line of the list that can be chosen: a hit, all of a layer, or back to all layers. */
type Choice = { kind: "hit"; hit: Hit } | { kind: "more"; layer: Hit["layer"] } | { kind: "back" };

interface SearchBoxProps {
  inputRef: RefObject<HTMLInputElement | null>;
  onChoose(hit: Hit): void;
  /** Layers that are searched; all where none are named. */
  among?: readonly Hit["layer"][];
  /** What is looked for, where that is not everything. */
  label?: string;
}

/** A combobox (WAI-ARIA 1.2): type, arrow down, Enter. */
export function SearchBox({ inputRef, onChoose, among, label }: SearchBoxProps) {
  const { t } = useWords();
  const listId = useId();
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const { groups, failed, only, showOnly } = useSearch(text, among);
  // Kept with its lines: other lines begin at the first, and a key pressed the moment they
  // appear is not undone by an effect that comes after it.
  const [marked, setMarked] = useState<{ of: typeof groups; at: number }>({ of: null, at: 0 });
  const active = marked.of === groups ? marked.at : 0;
  const setActive = (at: number) => {
    setMarked({ of: groups, at });
  };
  const choices: Choice[] = [
    ...(only ? [{ kind: "back" } as const] : []),
    ...(groups ?? []).flatMap((g): Choice[] => [
      ...g.hits.map((hit) => ({ kind: "hit", hit }) as const),
      ...(g.hasMore ? [{ kind: "more", layer: g.layer } as const] : []),
    ]),
  ];
  const choose = (choice: Choice) => {
    if (choice.kind !== "hit") return showOnly(choice.kind === "more" ? choice.layer : null);
    setOpen(false);
    setText(choice.hit.label);
    onChoose(choice.hit);
    inputRef.current?.blur();
  };
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.key === "Escape") {
      e.stopPropagation();
      setOpen(false);
      inputRef.current?.blur();
      return;
    }
    if (choices.length === 0) return;
    if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      e.preventDefault();
      setOpen(true);
      const step = e.key === "ArrowDown" ? 1 : choices.length - 1;
      setActive((active + step) % choices.length);
    } else if (e.key === "Enter" && open && !e.nativeEvent.isComposing) {
      e.preventDefault();
      choose(choices[active] ?? choices[0]!);
    }
  };
  const showing = open && groups !== null;
  const hasList = showing && choices.length > 0;
  return (
    <div className="search" role="search">
      <Icon name="search" size={17} />
      <input
        ref={inputRef}
        role="combobox"
        aria-expanded={hasList}
        aria-controls={hasList ? listId : undefined}
        aria-autocomplete="list"
        aria-activedescendant={hasList ? `${listId}-${active}` : undefined}
        aria-label={label ?? t("search")}
        placeholder={label ?? t("searchPlaceholder")}
        value={text}
        autoComplete="off"
        spellCheck={false}
        onChange={(e) => {
          setText(e.target.value);
          setOpen(true);
        }}
        onFocus={(e) => {
          setOpen(true);
          e.target.select();
        }}
        onBlur={() => {
          setTimeout(() => {
            setOpen(false);
          }, 150);
        }}
        onKeyDown={onKeyDown}
      />
      {hasList && (
        <Hits
          listId={listId}
          groups={groups}
          choices={choices}
          active={active}
          onActive={setActive}
          onChoose={choose}
        />
      )}
      <SearchSaid
        text={text.trim()}
        count={showing ? choices.filter((c) => c.kind === "hit").length : null}
        failed={failed}
      />
    </div>
  );
}

interface HitsProps {
  listId: string;
  groups: HitGroup[];
  choices: readonly Choice[];
  active: number;
  onActive(index: number): void;
  onChoose(choice: Choice): void;
}

function Hits({ listId, groups, choices, active, onActive, onChoose }: HitsProps) {
  const { t, label } = useWords();
  const { layers } = useSession();
  const layerName = (name: Hit["layer"]) => {
    const found = layers.find((l) => l.name === name);
    return found ? label(found) : "";
  };
  const line = (index: number) => {
    const choice = choices[index]!;
    return (
      <div
        key={index}
        id={`${listId}-${index}`}
        role="option"
        className={choice.kind === "hit" ? "hit" : "hit hit-more"}
        aria-selected={index === active}
        onPointerDown={(e) => {
          e.preventDefault();
          onChoose(choice);
        }}
        onPointerEnter={() => {
          onActive(index);
        }}
      >
        {choice.kind === "back" && t("searchAllLayers")}
        {choice.kind === "more" && t("searchMore", { name: layerName(choice.layer) })}
        {choice.kind === "hit" && (
          <>
            <span className="hit-label">{choice.hit.label}</span>
            <span className="hit-detail">{choice.hit.detail}</span>
          </>
        )}
      </div>
    );
  };
  let next = choices[0]?.kind === "back" ? 1 : 0;
  return (
    <div className="hits" id={listId} role="listbox" aria-label={t("search")}>
      {choices[0]?.kind === "back" && line(0)}
      {groups.map((group) => {
        const begin = next;
        next += group.hits.length + (group.hasMore ? 1 : 0);
        return (
          <div key={group.layer} role="group" aria-labelledby={`${listId}-${group.layer}`}>
            <div className="hit-layer" id={`${listId}-${group.layer}`} role="presentation">
              {layerName(group.layer)}
            </div>
            {Array.from({ length: next - begin }, (_, i) => line(begin + i))}
          </div>
        );
      })}
    </div>
  );
}

interface SearchSaidProps {
  text: string;
  /** Null: nothing is shown. */
  count: number | null;
  failed: boolean;
}

/** How many were found, read aloud; nothing found, and what to do, in sight. */
function SearchSaid({ text, count, failed }: SearchSaidProps) {
  const { t } = useWords();
  const isAnonymous = useSession().viewer.kind === "anonymous";
  const isEmpty = count === 0;
  const said = failed
    ? t("searchFailed")
    : isEmpty
      ? t(isAnonymous ? "searchSignIn" : "searchNone", { text })
      : t("searchCount", { count: count ?? 0 });
  return (
    <div className={isEmpty ? "hits hits-none" : "sr-only"} role="status">
      {count === null ? "" : said}
    </div>
  );
}
