import { Icon } from "../ui/icon.js";
import { useShellWords } from "./words.js";

/** A household's phone that was unlinked, or whose household moved: why, and how it goes on. */
export function PhoneEnded({ again }: { again(): void }) {
  const w = useShellWords();
  return (
    <main className="whole wall-ended">
      <div role="alert">
        <Icon name="lock" size={44} />
        <h1>{w("phoneEnded")}</h1>
        <p>{w("phoneEndedText")}</p>
        <button type="button" className="button" onClick={again}>
          {w("phoneAgain")}
        </button>
      </div>
    </main>
  );
}
