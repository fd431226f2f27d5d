import { type ReactNode, useId, useState } from "react";
import { Icon } from "./icon.js";

interface FoldProps {
  title: string;
  /** What it answers, in the words of who asks. */
  hint: string;
  children(): ReactNode;
}

/** A view that is worked out when somebody opens it. */
export function Fold({ title, hint, children }: FoldProps) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  return (
    <section className="analyse-view fold" aria-label={title}>
      <h2 className="group-title">
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => {
            setOpen(!isOpen);
          }}
        >
          <Icon name={isOpen ? "up" : "down"} size={14} />
          {title}
        </button>
      </h2>
      <div id={id}>{isOpen ? children() : <p className="muted small">{hint}</p>}</div>
    </section>
  );
}
