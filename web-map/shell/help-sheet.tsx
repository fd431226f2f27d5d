import { Dialog } from "radix-ui";
import { type MessageKey, useWords } from "../i18n/use-words.js";

const KEYS: [string, MessageKey][] = [
  ["← ↑ → ↓", "helpMove"],
  ["+ −", "helpZoom"],
  ["Enter", "helpSelect"],
  ["/", "helpSearch"],
  ["L", "helpLayers"],
  ["A", "helpArea"],
  ["T", "helpTable"],
  ["R", "helpReport"],
  ["Esc", "helpEscape"],
  ["?", "helpHelp"],
];

export function HelpSheet({
  open,
  onOpenChange,
  letterKeys,
  onLetterKeys,
}: {
  open: boolean;
  letterKeys: boolean;
  onLetterKeys(on: boolean): void;
  onOpenChange(open: boolean): void;
}) {
  const { t } = useWords();
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content className="dialog" aria-describedby={undefined}>
          <Dialog.Title>{t("helpTitle")}</Dialog.Title>
          <dl className="keys">
            {KEYS.map(([key, what]) => (
              <div key={key}>
                <dt>
                  {key.split(" ").map((k) => (
                    <kbd key={k}>{k}</kbd>
                  ))}
                </dt>
                <dd>{t(what)}</dd>
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
