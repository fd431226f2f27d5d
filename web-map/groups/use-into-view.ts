import { type RefObject, useEffect, useRef } from "react";

/**
 * Something that comes into a long panel is brought into view: when it comes, and when it is
 * another.
 */
export function useIntoView<T extends HTMLElement>(what: string | undefined): RefObject<T | null> {
  const self = useRef<T>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies(what): another one is another sight
  useEffect(() => {
    self.current?.scrollIntoView({ block: "nearest" });
  }, [what]);
  return self;
}
