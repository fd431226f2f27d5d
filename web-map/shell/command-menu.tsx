import { Dialog } from "radix-ui";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { Icon } from "../ui/icon.js";
import type { Action } from "./actions.js";
import { type Command, type CommandGroup, useCommands } from "./use-commands.js";
import type { Hit } from "./use-search.js";
import { useShellWords } from "./words.js";

interface CommandMenuProps {
  open: boolean;
  onOpenChange(open: boolean): void;
  /** What can be done now. */
  actions: readonly Action[];
  onHit(hit: Hit): void;
}

/** One field for everything: actions, workspaces, places, objects (a combobox, WAI-ARIA 1.2). */
export function CommandMenu({ open, onOpenChange, actions, onHit }: CommandMenuProps) {
  const w = useShellWords();
  const [text, setText] = useState("");
  const { groups, used } = useCommands(text, actions, onHit);
  const next = useRef<Command | null>(null);
  const choose = (command: Command) => {
    next.current = command;
    used(command);
    onOpenChange(false);
  };
  return (
    <Dialog.Root
      open={open}
      onOpenChange={(to) => {
        onOpenChange(to);
      }}
    >
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content
          className="dialog command-dialog"
          aria-describedby={undefined}
          // Done when the focus is back where it was: many a command takes it elsewhere.
          onCloseAutoFocus={() => {
            setText("");
            const command = next.current;
            next.current = null;
            if (command) setTimeout(command.run);
          }}
        >
          <Dialog.Title className="sr-only">{w("commands")}</Dialog.Title>
          <CommandField text={text} onText={setText} groups={groups} onChoose={choose} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface CommandFieldProps {
  text: string;
  onText(text: string): void;
  groups: CommandGroup[];
  onChoose(command: Command): void;
}

function CommandField({ text, onText, groups, onChoose }: CommandFieldProps) {
  const w = useShellWords();
  const listId = useId();
  const commands = groups.flatMap((g) => g.commands);
  // Kept with the text: another text begins at the first line.
  const [marked, setMarked] = useState({ text, at: 0 });
  const active = marked.text === text ? Math.min(marked.at, commands.length - 1) : 0;
  const mark = (at: number) => {
    setMarked({ text, at: (at + commands.length) % commands.length });
  };
  const idOf = (at: number) => `${listId}-${at}`;
  const activeId = idOf(active);
  useEffect(() => {
    document.getElementById(activeId)?.scrollIntoView({ block: "nearest" });
  }, [activeId]);
  const onKeyDown = (e: KeyboardEvent) => {
    const to = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      Home: 0,
      End: commands.length - 1,
    }[e.key];
    if (to !== undefined && commands.length > 0) {
      e.preventDefault();
      mark(to);
    } else if (e.key === "Enter" && commands[active] && !e.nativeEvent.isComposing) {
      e.preventDefault();
      onChoose(commands[active]);
    }
  };
  const isEmpty = commands.length === 0;
  return (
    <>
      <input
        role="combobox"
        aria-expanded={!isEmpty}
        aria-controls={isEmpty ? undefined : listId}
        aria-autocomplete="list"
        aria-activedescendant={isEmpty ? undefined : activeId}
        aria-label={w("commandsFind")}
        placeholder={w("commandsFind")}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(e) => {
          onText(e.target.value);
        }}
        onKeyDown={onKeyDown}
      />
      {!isEmpty && (
        <div className="command-list" id={listId} role="listbox" aria-label={w("commands")}>
          {groups.map((group) => (
            <div key={group.id} role="group" aria-labelledby={`${listId}-${group.id}`}>
              <div className="command-group" id={`${listId}-${group.id}`} role="presentation">
                {group.title}
              </div>
              {group.commands.map((command) => {
                const at = commands.indexOf(command);
                return (
                  <CommandLine
                    key={command.id}
                    id={idOf(at)}
                    command={command}
                    isActive={at === active}
                    onMark={() => {
                      mark(at);
                    }}
                    onChoose={onChoose}
                  />
                );
              })}
            </div>
          ))}
        </div>
      )}
      <p className={isEmpty ? "command-none" : "sr-only"} role="status">
        {isEmpty ? w("commandsNone", { text }) : w("commandsCount", { count: commands.length })}
      </p>
    </>
  );
}

interface CommandLineProps {
  id: string;
  command: Command;
  isActive: boolean;
  onMark(): void;
  onChoose(command: Command): void;
}

function CommandLine({ id, command, isActive, onMark, onChoose }: CommandLineProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
    <div
      id={id}
      role="option"
      className="command"
      aria-selected={isActive}
      onPointerMove={onMark}
      onClick={() => {
        onChoose(command);
      }}
    >
      <Icon name={command.icon} size={17} />
      <span>{command.title}</span>
      {command.detail && <span className="command-detail">{command.detail}</span>}
      {command.key && <kbd>{command.key}</kbd>}
    </div>
  );
}
