import { useWords } from "../i18n/use-words.js";
import { useSession } from "../session/session-context.js";

/**
 * What a kind of incident is called in the language of the page; one it does not know, by its
 * label.
 */
export function useKindName(): (code: string, label?: string | null) => string {
  const { name } = useWords();
  const { categories } = useSession();
  return (code, label) => {
    const found = categories.find(
      (category) => category.kind === "incident" && category.code === code,
    );
    return found ? name(found) : (label ?? code);
  };
}
