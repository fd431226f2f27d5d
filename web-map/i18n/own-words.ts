import i18next from "i18next";
import { useTranslation } from "react-i18next";

/**
 * A workspace's own words, loaded with it: Chinese first, English with the same keys. Answers the
 * hook that says them.
 */
export function ownWords<K extends string>(
  workspace: string,
  zh: Record<K, string>,
  en: Record<K, string>,
): () => (key: K, values?: Record<string, string | number>) => string {
  const add = () => {
    i18next.addResourceBundle("zh", workspace, zh);
    i18next.addResourceBundle("en", workspace, en);
  };
  // What comes with the page itself is there before the page has begun to speak.
  if (i18next.isInitialized) add();
  i18next.on("initialized", add);
  return () => {
    const { t } = useTranslation(workspace);
    return (key, values) => String(t(key as string, { ...values }));
  };
}
