import { useRef } from "react";
import type { LayerName } from "../gql/graphql.js";
import { SearchBox } from "../shell/search-box.js";
import { useShell } from "../shell/shell-context.js";
import type { AreaTools } from "./use-area-tools.js";
import { useAsArea } from "./use-as-area.js";
import { useAreaWords } from "./words.js";

/** What has a name and is an area. */
const NAMED: readonly LayerName[] = ["GRIDS", "VILLAGES", "TOWNSHIPS"];

interface AreaByNameProps {
  tools: AreaTools;
  /** It was chosen: whoever chose it wants to see it. */
  onDone(): void;
}

/** The area by its name, as it is typed. */
export function AreaByName({ tools, onDone }: AreaByNameProps) {
  const t = useAreaWords();
  const { map } = useShell();
  const asArea = useAsArea((area) => void tools.settle(area));
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="area-name">
      <SearchBox
        inputRef={input}
        among={NAMED}
        label={t("byName")}
        onChoose={({ layer, id, bounds }) => {
          asArea({ layer: layer.toLowerCase(), id });
          map?.fit(bounds, 17);
          onDone();
        }}
      />
    </div>
  );
}
