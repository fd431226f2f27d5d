import { type PointerEvent as ReactPointerEvent, useEffect, useRef } from "react";

/** A press, as both React's events and the window's tell it. */
export type Press = Pick<
  PointerEvent,
  "clientX" | "clientY" | "shiftKey" | "ctrlKey" | "metaKey" | "target"
>;

interface Brush<S> {
  /** What a press begins; null: nothing. */
  begin(press: Press): S | null;
  /** What it spans once the pointer is there. */
  move(press: Press, span: S): S;
  /** At most once a frame while it is drawn, and once when it is over. */
  tell(span: S, isOver: boolean, press: Press): void;
  /** Escape, or the browser took the pointer away. */
  giveUp(): void;
}

/** A span drawn by mouse, pen or finger; the pointer may leave the element while it draws. */
export function useBrush<S>(brush: Brush<S>) {
  const latest = useRef(brush);
  latest.current = brush;
  const end = useRef<(() => void) | null>(null);
  useEffect(() => () => end.current?.(), []);
  const onPointerDown = (e: ReactPointerEvent) => {
    if (e.button !== 0 || !e.isPrimary) return;
    let span = latest.current.begin(e);
    if (span === null) return;
    end.current?.();
    let frame = 0;
    let last: Press = e;
    const tell = (isOver: boolean) => {
      cancelAnimationFrame(frame);
      frame = 0;
      if (span !== null) latest.current.tell(span, isOver, last);
    };
    const onMove = (move: PointerEvent) => {
      if (move.pointerId !== e.pointerId || span === null) return;
      last = move;
      span = latest.current.move(move, span);
      frame ||= requestAnimationFrame(() => {
        tell(false);
      });
    };
    const onUp = (up: PointerEvent) => {
      if (up.pointerId !== e.pointerId) return;
      stop();
      tell(true);
    };
    const cancel = () => {
      stop();
      latest.current.giveUp();
    };
    const onKey = (key: KeyboardEvent) => {
      if (key.key !== "Escape") return;
      key.preventDefault();
      cancel();
    };
    const stop = () => {
      cancelAnimationFrame(frame);
      frame = 0;
      removeEventListener("pointermove", onMove);
      removeEventListener("pointerup", onUp);
      removeEventListener("pointercancel", cancel);
      removeEventListener("keydown", onKey, true);
      end.current = null;
    };
    addEventListener("pointermove", onMove);
    addEventListener("pointerup", onUp);
    addEventListener("pointercancel", cancel);
    addEventListener("keydown", onKey, true);
    end.current = stop;
    tell(false);
  };
  return { onPointerDown };
}
