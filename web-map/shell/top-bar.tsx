import { DropdownMenu } from "radix-ui";
import type { RefObject } from "react";
import type { Language } from "../i18n/i18n.js";
import { type MessageKey, useWords } from "../i18n/use-words.js";
import { type LayerInfo, listFieldOf } from "../layers/layer-names.js";
import { useSession } from "../session/session-context.js";
import { Icon } from "../ui/icon.js";
import { SearchBox } from "./search-box.js";
import { useShell } from "./shell-context.js";
import type { Workspace } from "./workspace.js";
import { WorkspaceTabs } from "./workspace-tabs.js";

/** Layers whose objects are too large for a fixed zoom. */
const FITTED: readonly LayerInfo["name"][] = ["VILLAGES", "GRIDS", "STREETS", "WATERS"];

interface TopBarProps {
  workspace: Workspace;
  search: RefObject<HTMLInputElement | null>;
  onPurpose(): void;
  onHelp(): void;
  onLink(): void;
  onSignIn(): void;
}

export function TopBar({ workspace, search, onPurpose, onHelp, onLink, onSignIn }: TopBarProps) {
  const { t, language } = useWords();
  const { map, update } = useShell();
  const onLanguage = (language: Language) => {
    update({ language });
  };
  const session = useSession();
  const { viewer, county, purpose } = session;
  const canGivePurpose =
    session.layers.some((l) => l.fields.some((f) => f.access === "onPurpose")) || purpose !== null;
  const role = viewer.roles[0];
  return (
    <header className="top-bar">
      <button
        type="button"
        className="skip-link"
        onClick={() => {
          document.querySelector<HTMLElement>(".map canvas")?.focus();
        }}
      >
        {t("skipToMap")}
      </button>
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
      <SearchBox
        inputRef={search}
        onChoose={(hit) => {
          if (FITTED.includes(hit.layer)) map?.fit(hit.bounds, 16);
          else map?.fly(hit.point);
          update({ selection: { layer: listFieldOf(hit.layer), id: String(hit.id) } });
        }}
      />
      <div className="top-actions">
        {canGivePurpose && (
          <button
            type="button"
            className="quiet-button only-wide"
            data-on={purpose !== null}
            onClick={onPurpose}
          >
            <Icon name="lock" size={16} />
            {t("purpose")}
          </button>
        )}
        <button
          type="button"
          className="icon-button only-wide"
          onClick={onLink}
          aria-label={t("copyLink")}
          title={t("copyLink")}
        >
          <Icon name="link" />
        </button>
        <button
          type="button"
          className="icon-button only-wide"
          onClick={onHelp}
          aria-label={t("help")}
          title={`${t("help")} (?)`}
        >
          <Icon name="help" />
        </button>
        <button
          type="button"
          className="quiet-button only-wide"
          lang={language === "zh" ? "en" : "zh-CN"}
          onClick={() => {
            onLanguage(language === "zh" ? "en" : "zh");
          }}
        >
          {t("language")}
        </button>
        {viewer.kind === "anonymous" && (
          <button type="button" className="button primary" onClick={onSignIn}>
            {t("signIn")}
          </button>
        )}
        <DropdownMenu.Root>
          <DropdownMenu.Trigger
            className="user-button"
            aria-label={viewer.name ? t("signedInAs", { name: viewer.name }) : t("menu")}
          >
            <Icon name="user" />
            {role && <span className="only-wide">{t(`role${role}` as MessageKey)}</span>}
          </DropdownMenu.Trigger>
          <DropdownMenu.Portal>
            <DropdownMenu.Content className="menu" align="end" sideOffset={6}>
              {viewer.name && (
                <DropdownMenu.Label className="menu-label">{viewer.name}</DropdownMenu.Label>
              )}
              {canGivePurpose && (
                <DropdownMenu.Item className="menu-item" onSelect={onPurpose}>
                  {t("purpose")}
                </DropdownMenu.Item>
              )}
              <DropdownMenu.Item className="menu-item" onSelect={onLink}>
                {t("copyLink")}
              </DropdownMenu.Item>
              <DropdownMenu.Item className="menu-item" onSelect={onHelp}>
                {t("help")}
              </DropdownMenu.Item>
              <DropdownMenu.Item
                className="menu-item"
                onSelect={() => {
                  onLanguage(language === "zh" ? "en" : "zh");
                }}
              >
                {t("language")}
              </DropdownMenu.Item>
              {viewer.kind === "anonymous" ? (
                <DropdownMenu.Item className="menu-item" onSelect={onSignIn}>
                  {t("signIn")}
                </DropdownMenu.Item>
              ) : (
                <DropdownMenu.Item className="menu-item" onSelect={() => void session.signOut()}>
                  {t("signOut")}
                </DropdownMenu.Item>
              )}
            </DropdownMenu.Content>
          </DropdownMenu.Portal>
        </DropdownMenu.Root>
      </div>
    </header>
  );
}
