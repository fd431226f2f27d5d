import { type KeyboardEvent, type RefObject, useEffect, useId, useRef, useState } from "react";
import { SearchDocument, type SearchQuery } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { ask } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import { Icon } from "../ui/icon.js";

export type Hit = SearchQuery["search"][number];

/** A combobox (WAI-ARIA 1.2): type, arrow down, Enter. */
export function SearchBox({
  inputRef,
  onChoose,
}: {
  inputRef: RefObject<HTMLInputElement | null>;
  onChoose(hit: Hit): void;
}) {
  const { t, label } = useWords();
  const session = useSession();
  const listId = useId();
  const [text, setText] = useState("");
  const [hits, setHits] = useState<Hit[] | null>(null);
  const [failed, setFailed] = useState(false);
  const [active, setActive] = useState(0);
  const [open, setOpen] = useState(false);
  const question = useRef(0);
  useEffect(() => {
    const asked = text.trim();
    if (asked === "") {
      setHits(null);
      return;
    }
    const timer = setTimeout(() => {
      const mine = ++question.current;
      void ask(session.connection.client, SearchDocument, {
        text: asked,
        layers: session.layers.map((l) => l.name),
        first: 12,
      }).then((answer) => {
        if (mine !== question.current) return;
        setFailed(answer.fault !== undefined);
        setHits(answer.data?.search ?? []);
        setActive(0);
      });
    }, 160);
    return () => {
      clearTimeout(timer);
    };
  }, [text, session]);
  const choose = (hit: Hit) => {
    setOpen(false);
    setText(hit.label);
    onChoose(hit);
    inputRef.current?.blur();
  };
  const onKeyDown = (e: KeyboardEvent) => {
    if (!hits?.length) {
      if (e.key === "Escape") inputRef.current?.blur();
      return;
    }
    if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      e.preventDefault();
      setOpen(true);
      setActive((n) => (n + (e.key === "ArrowDown" ? 1 : hits.length - 1)) % hits.length);
    } else if (e.key === "Enter" && open) {
      e.preventDefault();
      choose(hits[active]!);
    } else if (e.key === "Escape") {
      e.stopPropagation();
      setOpen(false);
      inputRef.current?.blur();
    }
  };
  const layerName = (hit: Hit) => {
    const found = session.layers.find((l) => l.name === hit.layer);
    return found ? label(found) : "";
  };
  const showing = open && hits !== null;
  return (
    <div className="search" role="search">
      <Icon name="search" size={17} />
      <input
        ref={inputRef}
        role="combobox"
        aria-expanded={showing}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={showing && hits.length > 0 ? `${listId}-${active}` : undefined}
        aria-label={t("search")}
        placeholder={t("searchPlaceholder")}
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
      {showing && (
        <ul className="hits" id={listId} role="listbox" aria-label={t("search")}>
          {hits.map((hit, i) => (
            <li
              key={`${hit.layer}${hit.id}`}
              id={`${listId}-${i}`}
              role="option"
              aria-selected={i === active}
              onPointerDown={(e) => {
                e.preventDefault();
                choose(hit);
              }}
              onPointerEnter={() => {
                setActive(i);
              }}
            >
              <span className="hit-label">{hit.label}</span>
              <span className="hit-detail">{hit.detail}</span>
              <span className="hit-layer">{layerName(hit)}</span>
            </li>
          ))}
          {hits.length === 0 && (
            <li className="hits-none">
              {failed ? t("searchFailed") : t("searchNone", { text: text.trim() })}
            </li>
          )}
        </ul>
      )}
    </div>
  );
}
