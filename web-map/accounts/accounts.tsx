import "../styles/admin.css";
import { Tabs } from "radix-ui";
import { useOwn } from "../shell/shell-context.js";
import { AccountList } from "./account-list.js";
import { ACCOUNTS_VIEW, type AccountsView, LISTS } from "./accounts-view.js";
import { KeyList } from "./key-list.js";
import { WallList } from "./wall-list.js";
import { useAccountWords } from "./words.js";

/** Who may come in, which programs and which walls: for administrators. */
export default function Accounts() {
  const t = useAccountWords();
  const [{ list, find }, change] = useOwn("accounts", ACCOUNTS_VIEW);
  return (
    <main className="workspace-page" aria-label={t("title")}>
      <Tabs.Root
        value={list}
        onValueChange={(next) => {
          change({ list: next as AccountsView["list"] });
        }}
      >
        <Tabs.List className="tabs" aria-label={t("title")}>
          {LISTS.map((name) => (
            <Tabs.Trigger key={name} value={name}>
              {t(name)}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <Tabs.Content value="accounts">
          <AccountList
            find={find}
            onFind={(text) => {
              change({ find: text });
            }}
          />
        </Tabs.Content>
        <Tabs.Content value="keys">
          <KeyList />
        </Tabs.Content>
        <Tabs.Content value="walls">
          <WallList />
        </Tabs.Content>
      </Tabs.Root>
    </main>
  );
}
