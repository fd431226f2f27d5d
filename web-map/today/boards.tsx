import { Popover } from "radix-ui";
import { KeepForm } from "../areas/keep-form.js";
import { SavedRow } from "../areas/saved-row.js";
import { BoardsDocument } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { useAsked } from "../session/use-asked.js";
import { Icon } from "../ui/icon.js";
import { Arrange } from "./arrange.js";
import type { TodayAddress } from "./today-address.js";
import type { Arranged } from "./use-board.js";
import { useBoardDeeds } from "./use-board-deeds.js";
import { useTodayWords } from "./words.js";

export interface BoardsProps {
  address: TodayAddress;
  arranged: Arranged;
  /** Another number whenever saved pages were changed here. */
  round: number;
  onDone(): void;
  onAddress(changes: Partial<TodayAddress>): void;
}

/** Which page this is, how it is put together, and all that are saved. */
export function Boards(props: BoardsProps) {
  const w = useTodayWords();
  const { title, isChanged } = props.arranged;
  return (
    <Popover.Root>
      <Popover.Trigger className="button">
        <Icon name="layers" size={16} />
        {title ?? w("arrange")}
        {title !== null && isChanged && <span className="muted">{w("boardChanged")}</span>}
        <Icon name="down" size={12} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="popover saved-popover"
          align="end"
          sideOffset={6}
          aria-label={w("arrange")}
        >
          <BoardMenu {...props} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function BoardMenu({ address, arranged, round, onDone, onAddress }: BoardsProps) {
  const w = useTodayWords();
  const { t } = useWords();
  const { tiles = [], wish: template } = arranged;
  const deeds = useBoardDeeds({ address, template, tiles, onDone, onAddress });
  const { data, fault } = useAsked(BoardsDocument, {}, { version: round, keeps: true });
  const saved = data?.dashboards.nodes ?? [];
  const more = (data?.dashboards.totalCount ?? 0) - saved.length;
  return (
    <>
      <Arrange
        {...{ template, tiles }}
        onTemplate={(next) => {
          onAddress({ template: next });
        }}
        onTiles={(next) => {
          onAddress({ tiles: next });
        }}
      />
      {(address.tiles !== null || address.template !== null) && (
        <button
          type="button"
          className="button small"
          onClick={() => {
            onAddress({ tiles: null, template: null });
          }}
        >
          {w(arranged.title === null ? "asUsual" : "asSaved")}
        </button>
      )}
      <h3 className="group-title">{w("boards")}</h3>
      {!data && !fault && <p className="muted small">{t("loading")}</p>}
      {fault && <p className="field-fault">{fault.message}</p>}
      {data && saved.length === 0 && <p className="muted small">{w("boardsNone")}</p>}
      <ul className="area-saved">
        {saved.map((one) => (
          <SavedRow
            key={one.id}
            saved={one}
            isOpen={address.page === one.id}
            onUse={() => {
              deeds.open(one);
            }}
            overwrite={
              deeds.isAsSaved(one)
                ? null
                : {
                    text: w("overwrite"),
                    sure: w("overwriteSure"),
                    run: () => void deeds.overwrite(one),
                  }
            }
            onChange={(kept) => deeds.rename(one, kept)}
            onRemove={() => void deeds.remove(one)}
          />
        ))}
      </ul>
      {more > 0 && <p className="muted small">{w("boardsMore", { n: more })}</p>}
      <KeepForm submit={w("saveBoard")} onKeep={(kept) => deeds.save(kept)} />
    </>
  );
}
