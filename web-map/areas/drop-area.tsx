import { useEffect, useRef, useState } from "react";
import { useShell } from "../shell/shell-context.js";
import type { AreaTools } from "./use-area-tools.js";
import { useAreaWords } from "./words.js";

const hasFiles = (e: DragEvent) => e.dataTransfer?.types.includes("Files") ?? false;

/** A file dropped on the map becomes the area; while it is over the map it is told so. */
export function DropArea({ tools }: { tools: AreaTools }) {
  const t = useAreaWords();
  const { over } = useShell();
  const [isOver, setOver] = useState(false);
  const take = useRef(tools.file.take);
  take.current = tools.file.take;
  useEffect(() => {
    const cell = over?.parentElement;
    if (!cell) return;
    const onOver = (e: DragEvent) => {
      if (!hasFiles(e)) return;
      e.preventDefault();
      setOver(true);
    };
    const onLeave = (e: DragEvent) => {
      if (!(e.relatedTarget instanceof Node && cell.contains(e.relatedTarget))) setOver(false);
    };
    const onDrop = (e: DragEvent) => {
      if (!hasFiles(e)) return;
      e.preventDefault();
      setOver(false);
      const [file] = e.dataTransfer?.files ?? [];
      if (file) void take.current(file);
    };
    cell.addEventListener("dragover", onOver);
    cell.addEventListener("dragleave", onLeave);
    cell.addEventListener("drop", onDrop);
    return () => {
      cell.removeEventListener("dragover", onOver);
      cell.removeEventListener("dragleave", onLeave);
      cell.removeEventListener("drop", onDrop);
    };
  }, [over]);
  return isOver ? <p className="drop-area">{t("drop")}</p> : null;
}
