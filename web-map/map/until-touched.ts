const TOUCHES = ["pointerdown", "keydown", "wheel"] as const;

/**
 * Tells when what lies over a map takes another size, or comes and goes, until somebody touches the
 * page: from then on a map that moved by itself would move away under their hand. Who goes to
 * another workspace by the bar has touched nothing of it yet. Returns how to end it.
 */
export function untilTouched(container: HTMLElement, changed: () => void): () => void {
  const over = container.parentElement?.querySelector(".map-over");
  if (!over || typeof ResizeObserver === "undefined") return () => undefined;
  const sizes = new ResizeObserver(changed);
  const watch = () => {
    sizes.disconnect();
    for (const child of over.children) sizes.observe(child);
  };
  const children = new MutationObserver(watch);
  const touched = ({ target }: Event) => {
    if (!(target instanceof Element && target.closest(".top-bar"))) end();
  };
  const end = () => {
    sizes.disconnect();
    children.disconnect();
    for (const touch of TOUCHES) removeEventListener(touch, touched, true);
  };
  children.observe(over, { childList: true });
  watch();
  for (const touch of TOUCHES) addEventListener(touch, touched, { capture: true, passive: true });
  return end;
}
