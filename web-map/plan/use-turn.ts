import { useEffect, useState } from "react";
import type { Draft } from "./draft.js";

/** Renders anew when a draft is otherwise, at most once a frame. */
export function useTurn(draft: Draft): number {
  const [turn, setTurn] = useState(draft.turn);
  useEffect(() => {
    let frame = 0;
    setTurn(draft.turn());
    const stop = draft.listen(() => {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        setTurn(draft.turn());
      });
    });
    return () => {
      stop();
      cancelAnimationFrame(frame);
    };
  }, [draft]);
  return turn;
}
