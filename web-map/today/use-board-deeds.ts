import type { Kept } from "../areas/keep-form.js";
import {
  type BoardsQuery,
  ChangeBoardDocument,
  type DashboardChanges,
  RetireBoardDocument,
  SaveBoardDocument,
} from "../gql/graphql.js";
import { ask, type Fault } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import { useShell } from "../shell/shell-context.js";
import { layoutOf, readLayout } from "./layout.js";
import type { Template, TodayAddress } from "./today-address.js";
import { useTodayWords } from "./words.js";

type Saved = BoardsQuery["dashboards"]["nodes"][number];

interface Standing {
  address: TodayAddress;
  template: Template;
  /** As they are shown. */
  tiles: readonly string[];
  onDone(): void;
  onAddress(changes: Partial<TodayAddress>): void;
}

const AS_SAVED = { tiles: null, template: null };

/** What is done with saved pages; each says how it went. What was arranged stays in the address. */
export function useBoardDeeds({ address, template, tiles, onDone, onAddress }: Standing) {
  const w = useTodayWords();
  const { say } = useShell();
  const { connection, county } = useSession();
  const { client } = connection;
  const done = ({ fault }: { fault?: Fault }, title: string, text: string): boolean => {
    if (fault?.code === "CONFLICT") say(w("boardConflict", { title }));
    else say(fault?.message ?? text);
    onDone();
    return fault === undefined;
  };
  const stands = () => ({
    template: template.toUpperCase(),
    layout: layoutOf(tiles, address) as object,
  });
  const changed = async ({ id, version, title }: Saved, changes: DashboardChanges) => {
    const answer = await ask(client, ChangeBoardDocument, { id, version, changes });
    return done(answer, title, w("boardUpdated", { title: changes.title ?? title }));
  };
  return {
    isAsSaved: (saved: Saved) =>
      saved.template === template.toUpperCase() &&
      JSON.stringify(layoutOf(readLayout(saved.layout).tiles, look(saved, address))) ===
        JSON.stringify(layoutOf(tiles, address)),
    open(saved: Saved): void {
      onAddress({
        ...readLayout(saved.layout).look,
        ...{ page: saved.id, ...AS_SAVED },
      });
    },
    async save({ name, ...shared }: Kept): Promise<void> {
      const input = { county: county.id, title: name, ...stands(), ...shared };
      const answer = await ask(client, SaveBoardDocument, { input });
      if (done(answer, name, w("boardSaved", { title: name })))
        onAddress({ page: answer.data?.createDashboard?.id ?? null, ...AS_SAVED });
    },
    async overwrite(saved: Saved): Promise<void> {
      if (await changed(saved, stands())) onAddress({ page: saved.id, ...AS_SAVED });
    },
    async rename(saved: Saved, { name, ...shared }: Kept): Promise<void> {
      await changed(saved, { title: name, ...shared });
    },
    async remove({ id, version, title }: Saved): Promise<void> {
      const answer = await ask(client, RetireBoardDocument, { id, version });
      // What is shown stays as it is: nobody who only tidies up loses his page.
      if (done(answer, title, w("boardRemoved", { title })) && address.page === id)
        onAddress({ page: null, tiles, template });
    },
  };
}

/** As it was saved; what it says nothing of is as it stands. */
const look = ({ layout }: Saved, address: TodayAddress) => ({
  ...address,
  ...readLayout(layout).look,
});
