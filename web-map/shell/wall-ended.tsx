import { readTodayAddress } from "../today/today-address.js";
import { useNight } from "../today/use-night.js";
import { Icon } from "../ui/icon.js";
import { useShellWords } from "./words.js";

/** A wall that was revoked, or never was one: why, and how there comes to be another. */
export function WallEnded({ again }: { again(): void }) {
  const w = useShellWords();
  useNight(readTodayAddress(location.search).address.night);
  return (
    <main className="whole wall-ended">
      <div role="alert">
        <Icon name="lock" size={44} />
        <h1>{w("wallEnded")}</h1>
        <p>{w("wallEndedText")}</p>
        <button type="button" className="button" onClick={again}>
          {w("wallAsVisitor")}
        </button>
      </div>
    </main>
  );
}
