import { Dialog } from "radix-ui";
import { type MessageKey, useWords } from "../i18n/use-words.js";
import { type Action, type KeyHint, keyCap } from "./actions.js";
import { useShellWords } from "./words.js";

/** Keys of the map itself, and of the page as a whole. */
const KEYS: [string, MessageKey][] = [
  ["← ↑ → ↓", "helpMove"],
  ["+ −", "helpZoom"],
  ["Enter", "helpSelect"],
  ["Esc", "helpEscape"],
];

export function HelpSheet({
  open,
  onOpenChange,
  letterKeys,
  onLetterKeys,
  actions,
  keys: own,
}: {
  open: boolean;
  actions: readonly Action[];
  keys: readonly KeyHint[];
  letterKeys: boolean;
  onLetterKeys(on: boolean): void;
  onOpenChange(open: boolean): void;
}) {
  const { t } = useWords();
  const w = useShellWords();
  const keys: KeyHint[] = [
    ...KEYS.map(([key, what]): [string, string] => [key, t(what)]),
    ["⌘K Ctrl+K", w("commands")],
    ...own,
    ...actions.flatMap(({ key, title }): KeyHint[] => (key ? [[keyCap(key), title]] : [])),
  ];
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content className="dialog" aria-describedby={undefined}>
          <Dialog.Title>{t("helpTitle")}</Dialog.Title>
          <dl className="keys">
            {keys.map(([key, what]) => (
              <div key={`${key} ${what}`}>
                <dt>
                  {key.split(" ").map((k) => (
                    <kbd key={k}>{k}</kbd>
                  ))}
                </dt>
                <dd>{what}</dd>
              </div>
            ))}
          </dl>
          <label className="layer-row letter-keys">
            <input
              type="checkbox"
              className="switch"
              checked={letterKeys}
              onChange={(e) => {
                onLetterKeys(e.target.checked);
              }}
            />
            {t("helpLetters")}
          </label>
          <div className="row-end">
            <Dialog.Close className="button">{t("close")}</Dialog.Close>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
