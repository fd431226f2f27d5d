import { useWords } from "../i18n/use-words.js";
import { CategorySign } from "../layers/category-sign.js";
import type { Found } from "../map/map-adapter.js";
import { layerNamed, useSession } from "../session/session-context.js";
import { Panel } from "../ui/panel.js";

/** Several objects under one click: which one? */
export function ChoiceList({
  found,
  onChoose,
  onClose,
}: {
  found: Found[];
  onChoose(found: Found): void;
  onClose(): void;
}) {
  const { t, label, name } = useWords();
  const session = useSession();
  const title = t("chooseOne", { count: found.length });
  return (
    <Panel focus title={title} label={title} onClose={onClose}>
      <ul className="choices">
        {found.map((f) => {
          const layer = layerNamed(session, f.layer);
          const category = session.categories.find(
            (c) => c.kind === "incident" && c.code === f.category,
          );
          return (
            <li key={f.id}>
              <button
                type="button"
                onClick={() => {
                  onChoose(f);
                }}
              >
                {f.category && <CategorySign code={f.category} />}
                <span>
                  {f.name ?? (category ? name(category) : layer ? label(layer) : f.layer)}
                </span>
                <small>{layer && label(layer)}</small>
              </button>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
