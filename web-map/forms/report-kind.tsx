import { useState } from "react";
import { useWords } from "../i18n/use-words.js";
import { CategorySign } from "../layers/category-sign.js";
import { colourOf, subCategories, topCategories } from "../layers/legend.js";
import { useSession } from "../session/session-context.js";
import { Icon } from "../ui/icon.js";
import { useFormWords } from "./words.js";

interface ReportKindProps {
  category: string | null;
  onCategory(code: string | null): void;
}

/** What it is, in two taps. */
export function ReportKind({ category, onCategory }: ReportKindProps) {
  const { name } = useWords();
  const own = useFormWords();
  const { categories } = useSession();
  const [top, setTop] = useState(category?.slice(0, 2) ?? null);
  return (
    <div className="report-what" role="group" aria-label={own("reportWhat")}>
      {top !== null && (
        <button
          type="button"
          className="kind back"
          onClick={() => {
            setTop(null);
            onCategory(null);
          }}
        >
          <Icon name="back" size={15} />
          {own("reportChange")}
        </button>
      )}
      {(top === null ? topCategories(categories) : subCategories(categories, top)).map((c) => (
        <button
          key={c.code}
          type="button"
          className="kind"
          {...(top === null ? {} : { "aria-pressed": category === c.code })}
          onClick={() => {
            if (top === null) setTop(c.code);
            else onCategory(c.code);
          }}
          style={{ borderInlineStartColor: colourOf(c.code) }}
        >
          <CategorySign code={c.code} />
          {name(c)}
        </button>
      ))}
    </div>
  );
}
