import type { ReactNode } from "react";
import { useWords } from "../i18n/use-words.js";
import { CategorySign } from "../layers/category-sign.js";
import type { FieldInfo } from "../layers/layer-names.js";
import { layerNamed, useSession } from "../session/session-context.js";
import { Icon } from "../ui/icon.js";
import { CodeLink, ReferenceLink } from "./reference-link.js";
import { useDetailsWords } from "./words.js";

interface FieldValueProps {
  field: FieldInfo;
  row: Record<string, unknown>;
  onPurpose?: (() => void) | undefined;
  /** What is referred to becomes a link. */
  onOpen?: ((layer: string, id: string) => void) | undefined;
}

/**
 * One value as people read it: names of codes and references, local times, a lock where a purpose
 * is asked.
 */
export function FieldValue({ field, row, onPurpose, onOpen }: FieldValueProps): ReactNode {
  const { t, label, name, moment, number } = useWords();
  const own = useDetailsWords();
  const session = useSession();
  const value = row[field.name];
  const locked = field.access === "onPurpose" && session.purpose === null;
  const lock =
    locked && onPurpose ? (
      <button type="button" className="lock" onClick={onPurpose}>
        <Icon name="lock" size={13} />
        {t("onPurpose")}
      </button>
    ) : null;
  if (value === null || value === undefined) {
    if (lock) return lock;
    return <span className="muted">{field.access === "masked" ? own("masked") : t("empty")}</span>;
  }
  if (field.type === "code") {
    const category = session.categories.find((c) => c.kind === field.of && c.code === value);
    const text = category ? name(category) : String(value);
    return field.of === "incident" ? (
      <>
        <CategorySign code={String(value)} />
        {text}
      </>
    ) : (
      text
    );
  }
  if (field.type === "reference") return <ReferenceLink field={field} row={row} onOpen={onOpen} />;
  const named = field.type === "text" && field.of ? layerNamed(session, field.of) : undefined;
  if (named && onOpen) return <CodeLink layer={named} code={String(value)} onOpen={onOpen} />;
  if (field.type === "instant") return moment(String(value), session.county.timeZone);
  if (field.type === "boolean") return value === true ? t("yes") : t("no");
  if (field.type === "number" || field.type === "integer") {
    const step = field.scale.find((s) => s.value === value);
    return step ? label(step) : number(Number(value));
  }
  return (
    <>
      {String(value)}
      {lock && <> {lock}</>}
    </>
  );
}
