import { DropdownMenu } from "radix-ui";
import type { RefObject } from "react";
import { type MessageKey, useWords } from "../i18n/use-words.js";
import { useSession } from "../session/session-context.js";
import { Icon } from "../ui/icon.js";
import { type Action, keyCap, offered } from "./actions.js";
import { SearchBox } from "./search-box.js";
import { setThemeWish, THEME_WISHES, type ThemeWish, useThemeWish } from "./theme.js";
import { useGoToHit } from "./use-go-to-hit.js";
import { useShellWords } from "./words.js";
import type { Workspace } from "./workspace.js";
import { WorkspaceTabs } from "./workspace-tabs.js";

interface TopBarProps {
  workspace: Workspace;
  search: RefObject<HTMLInputElement | null>;
  /** What the frame itself does. */
  actions: readonly Action[];
  onCommands(): void;
}

/** Those of the frame's actions that stand in the menu of whoever is signed in. */
const IN_MENU = ["purpose", "copyLink", "help", "language", "signIn", "signOut"];

export function TopBar({ workspace, search, actions, onCommands }: TopBarProps) {
  const { t, language } = useWords();
  const w = useShellWords();
  const goTo = useGoToHit();
  const session = useSession();
  const { viewer, county, purpose } = session;
  const role = viewer.roles[0];
  const can = offered(actions);
  const purposeAction = can.find((a) => a.id === "purpose");
  const signIn = can.find((a) => a.id === "signIn");
  return (
    <header className="top-bar">
      {workspace.map !== "none" && (
        <button
          type="button"
          className="skip-link"
          onClick={() => {
            document.querySelector<HTMLElement>(".map canvas")?.focus();
          }}
        >
          {t("skipToMap")}
        </button>
      )}
      <div className="brand">
        <svg width="28" height="28" viewBox="0 0 32 32" aria-hidden="true">
          <rect width="32" height="32" rx="8" fill="#0f6b72" />
          <path
            d="M7 15.5 16 8l9 7.5V24a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1zM7 18.5h18M13 12v13M19 12v13"
            fill="none"
            stroke="#fff"
            strokeWidth="1.8"
            strokeLinejoin="round"
          />
        </svg>
        <h1 className="brand-name">
          {language === "zh" ? county.name : (county.nameEn ?? county.name)}
        </h1>
        {county.isDemo && <span className="badge">{t("demoBadge")}</span>}
      </div>
      <WorkspaceTabs current={workspace} />
      {viewer.kind !== "device" && (
        <>
          <SearchBox inputRef={search} onChoose={goTo} />
          <button
            type="button"
            className="icon-button only-wide"
            onClick={onCommands}
            aria-label={`${w("commands")} ⌘K`}
            aria-keyshortcuts="Meta+K Control+K"
            title={`${w("commands")} (⌘K / Ctrl K)`}
          >
            <kbd>⌘K</kbd>
          </button>
        </>
      )}
      <div className="top-actions">
        {purposeAction && (
          <button
            type="button"
            className="quiet-button only-wide"
            data-on={purpose !== null}
            onClick={purposeAction.run}
          >
            <Icon name="lock" size={16} />
            {purposeAction.title}
          </button>
        )}
        {signIn && (
          <button type="button" className="button primary" onClick={signIn.run}>
            {signIn.title}
          </button>
        )}
        <DropdownMenu.Root>
          <DropdownMenu.Trigger className="user-button">
            <Icon name="user" />
            <span className="sr-only">
              {viewer.name ? t("signedInAs", { name: viewer.name }) : t("menu")}
            </span>
            {role && <span className="only-wide">{t(`role${role}` as MessageKey)}</span>}
          </DropdownMenu.Trigger>
          <DropdownMenu.Portal>
            <DropdownMenu.Content className="menu" align="end" sideOffset={6}>
              {viewer.name && (
                <DropdownMenu.Label className="menu-label">{viewer.name}</DropdownMenu.Label>
              )}
              {can
                .filter((a) => IN_MENU.includes(a.id))
                .map(({ id, title, key, run }) => (
                  <DropdownMenu.Item
                    key={id}
                    className="menu-item"
                    lang={id === "language" ? (language === "zh" ? "en" : "zh-CN") : undefined}
                    onSelect={run}
                  >
                    {title}
                    {key && <kbd>{keyCap(key)}</kbd>}
                  </DropdownMenu.Item>
                ))}
              <ThemeChoice />
            </DropdownMenu.Content>
          </DropdownMenu.Portal>
        </DropdownMenu.Root>
      </div>
    </header>
  );
}

/** Light, dark, or as the system is. */
function ThemeChoice() {
  const w = useShellWords();
  const wish = useThemeWish();
  return (
    <DropdownMenu.RadioGroup
      className="menu-choice"
      aria-label={w("theme")}
      value={wish}
      onValueChange={(next) => {
        setThemeWish(next as ThemeWish);
      }}
    >
      <DropdownMenu.Label className="menu-label">{w("theme")}</DropdownMenu.Label>
      {THEME_WISHES.map((one) => (
        <DropdownMenu.RadioItem
          key={one}
          value={one}
          className="menu-item"
          onSelect={(e) => {
            e.preventDefault();
          }}
        >
          {w(one)}
          <DropdownMenu.ItemIndicator>
            <Icon name="check" size={15} />
          </DropdownMenu.ItemIndicator>
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}
