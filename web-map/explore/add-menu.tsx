import { DropdownMenu } from "radix-ui";
import { useWords } from "../i18n/use-words.js";
import type { LayerInfo } from "../layers/layer-names.js";
import { Icon } from "../ui/icon.js";
import { useAddable } from "./use-addable.js";

/** What this viewer may add to, by a menu over the map. */
export function AddMenu({ onAdd }: { onAdd(layer: LayerInfo): void }) {
  const { t, label } = useWords();
  const layers = useAddable();
  if (layers.length === 0) return null;
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
