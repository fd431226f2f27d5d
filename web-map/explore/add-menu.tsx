import { DropdownMenu } from "radix-ui";
import { placeKindOf } from "../forms/use-place-editor.js";
import { useWords } from "../i18n/use-words.js";
import type { LayerInfo } from "../layers/layer-names.js";
import { useSession } from "../session/session-context.js";
import { Icon } from "../ui/icon.js";

/**
 * Layers this viewer may add to here. Grids are drawn in the planning workspace, where no gap can
 * arise.
 */
export function AddMenu({ onAdd }: { onAdd(layer: LayerInfo): void }) {
  const { t, label } = useWords();
  const layers = useSession().layers.filter(
    (l) => l.canCreate && placeKindOf(l.geometry) !== "none" && !l.boundary,
  );
  // What can only be reported has its own button.
  if (layers.every((l) => l.timed)) return null;
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger className="float-button only-wide">
        <Icon name="plus" />
        {t("add")}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={6}>
          {layers.map((l) => (
            <DropdownMenu.Item
              key={l.name}
              className="menu-item"
              onSelect={() => {
                onAdd(l);
              }}
            >
              {label(l)}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
