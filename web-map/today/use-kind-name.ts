import { useWords } from "../i18n/use-words.js";
import { useSession } from "../session/session-context.js";

/** What a kind of incident is called in the language of the page: by its code, else by its label. */
export function useKindName(): (code: string | null | undefined, label?: string | null) => string {
  const { name } = useWords();
  const { categories } = useSession();
  return (code, label) => {
    const own = categories.filter(({ kind }) => kind === "incident");
    const found =
      own.find((category) => category.code === code) ?? own.find(({ nameZh }) => nameZh === label);
    return found ? name(found) : (label ?? code ?? "");
  };
}
