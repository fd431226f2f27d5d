import { useCallback, useRef, useState } from "react";

/** One short message that goes away by itself and is read aloud. */
export function useToast(): [string | null, (text: string) => void] {
  const [text, setText] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const say = useCallback((next: string) => {
    clearTimeout(timer.current);
    setText(next);
    timer.current = setTimeout(() => {
      setText(null);
    }, 4500);
  }, []);
  return [text, say];
}

export const Toast = ({ text }: { text: string | null }) => (
  <div className="toast" role="status" aria-live="polite" data-shown={text !== null}>
    {text}
  </div>
);
