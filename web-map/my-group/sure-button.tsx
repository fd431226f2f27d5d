import type { ReactNode } from "react";
import { useEffect, useRef, useState } from "react";
import { useMyWords } from "./words.js";

interface SureButtonProps {
  text: string;
  sure: string;
  yes: string;
  busy: boolean;
  children?: ReactNode;
  onYes(): void;
}

/** What is not done by a slip of the thumb: asked once, beside where it was pressed. */
export function SureButton({ text, sure, yes, busy, children, onYes }: SureButtonProps) {
  const t = useMyWords();
  const [isAsked, setAsked] = useState(false);
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isAsked) first.current?.focus();
  }, [isAsked]);
  if (!isAsked)
    return (
      <button
        type="button"
        className="button my-wide"
        onClick={() => {
          setAsked(true);
        }}
      >
        {text}
      </button>
    );
  return (
    <fieldset className="my-sure">
      <legend>{sure}</legend>
      {children}
      <div className="my-sure-row">
        <button type="button" className="button danger" disabled={busy} onClick={onYes} ref={first}>
          {yes}
        </button>
        <button
          type="button"
          className="button"
          onClick={() => {
            setAsked(false);
          }}
        >
          {t("no")}
        </button>
      </div>
    </fieldset>
  );
}
