import { useState } from "react";
import type { GroupGround } from "./use-group-ground.js";
import { useGroupsWords } from "./words.js";

interface VillageChoiceProps {
  ground: GroupGround;
  picked: readonly string[];
  onToggle(code: string): void;
}

/** More than so many are looked for by name. */
const FEW = 12;

/** Villages by name or code, those that are picked first. */
export function VillageChoice({ ground, picked, onToggle }: VillageChoiceProps) {
  const t = useGroupsWords();
  const [wanted, setWanted] = useState("");
  const text = wanted.trim().toLowerCase();
  const listed = ground.villages
    .filter(
      ({ code, name }) => picked.includes(code) || `${name} ${code}`.toLowerCase().includes(text),
    )
    .sort((a, b) => Number(picked.includes(b.code)) - Number(picked.includes(a.code)));
  return (
    <fieldset className="groups-villages">
      <legend>{t("villages")}</legend>
      {ground.villages.length > FEW && (
        <input
          type="search"
          aria-label={t("filterVillages")}
          placeholder={t("filterVillages")}
          value={wanted}
          onChange={(e) => {
            setWanted(e.target.value);
          }}
        />
      )}
      <ul>
        {listed.map(({ code, name }) => (
          <li key={code}>
            <label>
              <input
                type="checkbox"
                checked={picked.includes(code)}
                onChange={() => {
                  onToggle(code);
                }}
              />
              {name}
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
